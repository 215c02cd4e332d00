//! Interrupt controller, timer, and the interrupt flag.

use super::super::arguments::Arguments;
use super::super::command::{Answer, Command, Refusal};
use crate::cpu::{halt, interrupt_flag};
use crate::devices::{pic_8259a, pit_8254};
use crate::println;

pub static COMMANDS: [Command; 10] = [
    Command { name: "pic", usage: "pic", effect: "the registers of both 8259A", run: pic },
    Command { name: "mask", usage: "mask LINE", effect: "hold back an IRQ line", run: mask },
    Command {
        name: "unmask",
        usage: "unmask LINE",
        effect: "let an IRQ line through",
        run: unmask,
    },
    Command {
        name: "eoi",
        usage: "eoi on|off",
        effect: "send the end of interrupt, or leave it out",
        run: eoi,
    },
    Command { name: "base", usage: "base VECTOR", effect: "ICW2: the vector of line 0", run: base },
    Command { name: "pit", usage: "pit HZ", effect: "ticks a second, from 19 on", run: pit },
    Command { name: "ticks", usage: "ticks", effect: "timer ticks since boot", run: ticks },
    Command {
        name: "cli",
        usage: "cli",
        effect: "take no interrupts, until the next prompt waits",
        run: clear_interrupt_flag,
    },
    Command { name: "sti", usage: "sti", effect: "take interrupts", run: set_interrupt_flag },
    Command { name: "hlt", usage: "hlt", effect: "sleep until the next interrupt", run: hlt },
];

fn pic(_: &mut Arguments) -> Answer {
    for (chip, base) in pic_8259a::registers().iter().zip(pic_8259a::bases()) {
        println!("irr {:08b} isr {:08b} imr {:08b} base {base:02x}", chip.irr, chip.isr, chip.imr);
    }
    Ok(())
}

fn mask(arguments: &mut Arguments) -> Answer {
    pic_8259a::set_masked(arguments.required_below(16)? as u8, true);
    Ok(())
}

fn unmask(arguments: &mut Arguments) -> Answer {
    pic_8259a::set_masked(arguments.required_below(16)? as u8, false);
    Ok(())
}

fn eoi(arguments: &mut Arguments) -> Answer {
    let is_sent = arguments.either("on", "off")?;
    pic_8259a::withhold_eoi(if is_sent { 0 } else { u16::MAX });
    Ok(())
}

fn base(arguments: &mut Arguments) -> Answer {
    let base = arguments.required_below(0xf0)? as u8;
    if !base.is_multiple_of(8) {
        return Err(Refusal::Because("the lower three bits are the line's number"));
    }
    interrupt_flag::without_interrupts(|| pic_8259a::init([base, base + 8]));
    Ok(())
}

fn pit(arguments: &mut Arguments) -> Answer {
    let hertz = arguments.required_below(u64::from(pit_8254::INPUT_HERTZ))? as u32;
    if hertz < 19 {
        return Err(Refusal::Because("the divisor has sixteen bits"));
    }
    interrupt_flag::without_interrupts(|| pit_8254::init(pit_8254::INPUT_HERTZ / hertz));
    Ok(())
}

fn ticks(_: &mut Arguments) -> Answer {
    println!("{}", pit_8254::ticks());
    Ok(())
}

fn clear_interrupt_flag(_: &mut Arguments) -> Answer {
    interrupt_flag::cli();
    Ok(())
}

fn set_interrupt_flag(_: &mut Arguments) -> Answer {
    interrupt_flag::sti();
    Ok(())
}

fn hlt(_: &mut Arguments) -> Answer {
    halt::wait_for_interrupt();
    Ok(())
}
