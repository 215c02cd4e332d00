//! IDT, GDT, TSS and registers, as they are now.

use super::super::arguments::Arguments;
use super::super::command::{Answer, Command, Refusal};
use crate::cpu::control;
use crate::interrupts::idt::{self, Gate, IDT};
use crate::paging::LinearAddress;
use crate::println;
use crate::segmentation::{gdt::GDT, tss::TSS};
use crate::symbols;

pub static COMMANDS: [Command; 6] = [
    Command { name: "idt", usage: "idt [N]", effect: "the gates, or one of them", run: show_gates },
    Command {
        name: "gate",
        usage: "gate N present|absent|zero",
        effect: "change a gate",
        run: gate,
    },
    Command {
        name: "ist",
        usage: "ist N K",
        effect: "let vector N switch to stack ISTK; 0 for none",
        run: ist,
    },
    Command { name: "gdt", usage: "gdt", effect: "the segment descriptors", run: show_gdt },
    Command { name: "tss", usage: "tss", effect: "the stacks it names", run: show_tss },
    Command {
        name: "regs",
        usage: "regs",
        effect: "control registers and RFLAGS",
        run: show_registers,
    },
];

fn gate(arguments: &mut Arguments) -> Answer {
    let vector = arguments.required_below(256)? as u8;
    let change: fn(&mut Gate) = match arguments.required_word()? {
        "present" => |gate| gate.set_present(true),
        "absent" => |gate| gate.set_present(false),
        "zero" => |gate| *gate = Gate::ZERO,
        _ => return Err(Refusal::Usage),
    };
    idt::change_gate(vector, change);
    Ok(())
}

fn ist(arguments: &mut Arguments) -> Answer {
    let vector = arguments.required_below(256)? as u8;
    let index = arguments.required_below(8)? as u8;
    idt::change_gate(vector, |gate| gate.set_ist(index));
    Ok(())
}

fn show_gdt(_: &mut Arguments) -> Answer {
    for (index, descriptor) in GDT.lock().iter().enumerate() {
        println!("{:#04x}: {descriptor:#018x}", index * 8);
    }
    Ok(())
}

fn show_tss(_: &mut Arguments) -> Answer {
    let tss = TSS.lock();
    let (rsp, ist) = (tss.rsp, tss.ist);
    println!("rsp0 {:#x}", rsp[0]);
    for (index, top) in ist.iter().enumerate().filter(|(_, top)| **top != 0) {
        println!("ist{} {top:#x}", index + 1);
    }
    Ok(())
}

fn show_registers(_: &mut Arguments) -> Answer {
    println!("cr0 {:#x} cr2 {:#x}", control::cr0(), control::cr2());
    println!("cr3 {:#x} cr4 {:#x}", control::cr3(), control::cr4());
    // SAFETY: every processor with long mode has IA32_EFER.
    let efer = unsafe { control::rdmsr(0xc000_0080) };
    println!("efer {efer:#x} rflags {:#x}", control::rflags());
    Ok(())
}

fn show_gates(arguments: &mut Arguments) -> Answer {
    let idt = IDT.lock();
    match arguments.word() {
        Some(_) => {
            let word = arguments.text();
            let vector = Arguments::new(word).required_below(256)? as usize;
            print_gate(vector, &idt.0[vector]);
        }
        None => {
            for (vector, gate) in idt.0.iter().enumerate().filter(|(_, gate)| gate.kind() != 0) {
                print_gate(vector, gate);
            }
        }
    }
    Ok(())
}

fn print_gate(vector: usize, gate: &Gate) {
    let kind = match gate.kind() {
        0xe => "int",
        0xf => "trap",
        _ => return println!("{vector}: zero"),
    };
    println!(
        "{vector}: {} {:#04x}:{:#x} {kind} ist{} dpl{} {}",
        symbols::enclosing(LinearAddress::new(gate.offset())).map_or("?", |(name, _)| name),
        gate.selector(),
        gate.offset(),
        gate.ist(),
        gate.dpl(),
        if gate.is_present() { "present" } else { "absent" },
    );
}
