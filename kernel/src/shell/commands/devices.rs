//! Interrupt controller, timer, and the interrupt flag.

use super::super::command::{Command, Refusal};
use crate::cpu::{halt, interrupt_flag};
use crate::devices::{pic_8259a, pit_8254};
use crate::println;

pub static COMMANDS: [Command; 10] = [
    Command {
        name: "pic",
        usage: "pic",
        effect: "the registers of both 8259A",
        run: |_| {
            let base = pic_8259a::base();
            for (chip, base) in pic_8259a::registers().iter().zip([base, base + 8]) {
                println!(
                    "irr {:08b} isr {:08b} imr {:08b} base {base:02x}",
                    chip.irr, chip.isr, chip.imr
                );
            }
            Ok(())
        },
    },
    Command {
        name: "mask",
        usage: "mask LINE",
        effect: "hold back an IRQ line",
        run: |arguments| {
            pic_8259a::set_masked(arguments.required_below(16)? as u8, true);
            Ok(())
        },
    },
    Command {
        name: "unmask",
        usage: "unmask LINE",
        effect: "let an IRQ line through",
        run: |arguments| {
            pic_8259a::set_masked(arguments.required_below(16)? as u8, false);
            Ok(())
        },
    },
    Command {
        name: "eoi",
        usage: "eoi on|off",
        effect: "send the end of interrupt, or leave it out",
        run: |arguments| {
            pic_8259a::set_sends_eoi(arguments.either("on", "off")?);
            Ok(())
        },
    },
    Command {
        name: "base",
        usage: "base VECTOR",
        effect: "ICW2: the vector of line 0",
        run: |arguments| {
            let base = arguments.required_below(0xf0)? as u8;
            if base % 8 != 0 {
                return Err(Refusal::Because("the lower three bits are the line's number"));
            }
            interrupt_flag::without_interrupts(|| pic_8259a::init(base));
            Ok(())
        },
    },
    Command {
        name: "pit",
        usage: "pit HZ",
        effect: "ticks a second, from 19 on",
        run: |arguments| {
            let hertz = arguments.required_below(u64::from(pit_8254::INPUT_HERTZ))? as u32;
            if hertz < 19 {
                return Err(Refusal::Because("the divisor has sixteen bits"));
            }
            interrupt_flag::without_interrupts(|| pit_8254::init(pit_8254::INPUT_HERTZ / hertz));
            Ok(())
        },
    },
    Command {
        name: "ticks",
        usage: "ticks",
        effect: "timer ticks since boot",
        run: |_| {
            println!("{}", pit_8254::ticks());
            Ok(())
        },
    },
    Command {
        name: "cli",
        usage: "cli",
        effect: "take no interrupts, until the next prompt waits",
        run: |_| {
            interrupt_flag::cli();
            Ok(())
        },
    },
    Command {
        name: "sti",
        usage: "sti",
        effect: "take interrupts",
        run: |_| {
            interrupt_flag::sti();
            Ok(())
        },
    },
    Command {
        name: "hlt",
        usage: "hlt",
        effect: "sleep until the next interrupt",
        run: |_| {
            halt::wait_for_interrupt();
            Ok(())
        },
    },
];
