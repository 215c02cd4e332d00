//! Ringside's kernel: an x86-64 kernel small enough to read in an afternoon.
//!
//! The order below is the order in which a kernel gains its powers: it can speak, then it
//! has segments, then it survives exceptions, then it owns its memory, then it hears devices.

#![no_std]
#![no_main]

extern crate alloc;

mod boot;
mod console;
mod cpu;
mod devices;
mod heap;
mod interrupts;
mod paging;
mod panic;
mod probes;
mod scenarios;
mod segmentation;
mod shell;
mod symbols;
mod sync;
mod task;
mod testing;

use boot::start_info::Handover;

/// Everything from an empty stack to the prompt.
fn start(handover: &Handover) -> ! {
    let command_line = &handover.command_line;
    let scenario = scenarios::chosen(command_line);
    let setup = scenarios::setup(&scenario);

    console::echo_to(command_line.value("echo").unwrap_or(console::EVERYWHERE));
    segmentation::init();
    interrupts::idt::init(setup.double_fault_stack);
    paging::frame_allocator::init(handover);
    paging::kernel_space::init(handover);
    if setup.heap_is_mapped {
        heap::map();
    }
    heap::init(heap::Kind::named(command_line.value("alloc")).unwrap_or(setup.heap));
    devices::init();
    cpu::interrupt_flag::sti();

    shell::print_banner();
    scenarios::run(&scenario, command_line);
    shell::run(command_line)
}
