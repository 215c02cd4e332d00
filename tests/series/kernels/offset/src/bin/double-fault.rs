//! Stage "double faults": the stack overflows into its guard page, and #DF arrives on a stack of its own.

#![no_std]
#![no_main]
#![feature(abi_x86_interrupt)]

use core::{hint::black_box, panic::PanicInfo};
use lazy_static::lazy_static;
use offset::{exit, println};
use x86_64::{
    instructions::{
        segmentation::{Segment, CS, SS},
        tables::load_tss,
    },
    registers::control::Cr2,
    structures::{
        gdt::{Descriptor, GlobalDescriptorTable, SegmentSelector},
        idt::{InterruptDescriptorTable, InterruptStackFrame},
        tss::TaskStateSegment,
    },
    VirtAddr,
};

const IST: u16 = 3;
const STACK_SIZE: usize = 5 * 4096;

struct Segments {
    table: GlobalDescriptorTable,
    code: SegmentSelector,
    task: SegmentSelector,
}

lazy_static! {
    static ref TSS: TaskStateSegment = {
        static mut STACK: [u8; STACK_SIZE] = [0; STACK_SIZE];
        let mut tss = TaskStateSegment::new();
        let bottom = VirtAddr::from_ptr(&raw const STACK);
        tss.interrupt_stack_table[IST as usize] = bottom + STACK_SIZE as u64;
        tss
    };
    static ref SEGMENTS: Segments = {
        let mut table = GlobalDescriptorTable::new();
        let code = table.append(Descriptor::kernel_code_segment());
        let task = table.append(Descriptor::tss_segment(&TSS));
        Segments { table, code, task }
    };
    static ref IDT: InterruptDescriptorTable = {
        let mut idt = InterruptDescriptorTable::new();
        // SAFETY: the stack is used by no other handler.
        unsafe { idt.double_fault.set_handler_fn(double_fault).set_stack_index(IST) };
        idt
    };
}

#[no_mangle]
pub extern "C" fn _start() -> ! {
    println!("double fault");
    SEGMENTS.table.load();
    // SAFETY: the table has just been loaded.
    unsafe {
        CS::set_reg(SEGMENTS.code);
        SS::set_reg(SegmentSelector(0));
        load_tss(SEGMENTS.task);
    }
    IDT.load();
    println!("{}", sink(1));
    unreachable!("the stack has no end");
}

#[allow(unconditional_recursion)]
fn sink(depth: u64) -> u64 {
    // What follows the call keeps it from becoming a jump.
    sink(black_box(depth) + 1) + black_box(depth)
}

extern "x86-interrupt" fn double_fault(frame: InterruptStackFrame, error: u64) -> ! {
    let fault = Cr2::read().unwrap();
    println!("#DF with error code {error}, RSP on page {:#x}", frame.stack_pointer.align_down(4096u64));
    println!("CR2 on page {:#x}", fault.align_down(4096u64));
    exit::leave(exit::Status::Success)
}

#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    offset::fail(info)
}
