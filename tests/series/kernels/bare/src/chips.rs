//! The chips as the firmware has left them: what a kernel meets that sets nothing up.

use crate::say;
use core::arch::asm;

pub fn describe() {
    say!("interrupt masks {:#04x} {:#04x}", read(0x21), read(0xa1));
    say!("level-triggered {:#04x} {:#04x}", read(0x4d0), read(0x4d1));
    write(0x43, 0xe2);
    // Bit 7 is the output pin, which is high but for one tick in 65,536.
    say!("counter 0 in mode {:#04x}", read(0x40) & 0x3f);
    for (what, register) in [("start", 0x0a), ("end", 0x0b), ("row", 0x0e), ("column", 0x0f)] {
        write(0x3d4, register);
        say!("cursor {what} {:#04x}", read(0x3d5));
    }
    say!("keyboard has a byte: {}", read(0x64) & 1 != 0);
    write(0x64, 0x20);
    while read(0x64) & 1 == 0 {}
    // Interrupts of keyboard and mouse, keyboard off, translation to scan code set 1.
    say!("keyboard command byte {:#04x}", read(0x60) & 0x53);
    say!("serial interrupts {:#04x}", read(0x3f9));
    say!("serial line {:#04x} modem {:#04x}", read(0x3fb), read(0x3fc));
    // SAFETY: the text screen is identity-mapped there.
    say!("screen {:#x}", unsafe { (0xb8000 as *const u32).read_volatile() });
}

fn read(port: u16) -> u8 {
    let value: u8;
    // SAFETY: the ports above only tell, or give what was asked of them here.
    unsafe { asm!("in al, dx", in("dx") port, out("al") value) };
    value
}

fn write(port: u16, value: u8) {
    // SAFETY: the ports above take the choice of a register and change nothing else.
    unsafe { asm!("out dx, al", in("dx") port, in("al") value) };
}
