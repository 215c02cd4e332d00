//! The instructions with which the shell provokes the processor, each at a place from
//! which it can return (see interrupts/recovery.rs).

use crate::cpu::interrupt_flag;
use crate::paging::LinearAddress;
use crate::recovery_site;
use core::arch::{asm, naked_asm};

/// Reads a byte; None after a fault. Never inlined, so that a report names this function.
#[inline(never)]
pub fn read_at(address: LinearAddress) -> Option<u8> {
    let value: u8;
    let done: u32;
    // SAFETY: a read changes nothing, and a fault goes on at label 9 with `done` still 0.
    unsafe {
        asm!(
            recovery_site!(),
            "xor {done:e}, {done:e}",
            "7: mov {value}, [{address}]",
            "8: inc {done:e}",
            "9:",
            address = in(reg) address.as_u64(),
            value = out(reg_byte) value,
            done = out(reg) done,
            options(nostack)
        );
    }
    (done == 1).then_some(value)
}

/// Writes a byte; false after a fault.
///
/// # Safety
/// Where the write succeeds, whoever owns the byte must expect it.
#[inline(never)]
pub unsafe fn write_at(address: LinearAddress, value: u8) -> bool {
    let done: u32;
    // SAFETY: the caller vouches for the byte, and a fault goes on at label 9.
    unsafe {
        asm!(
            recovery_site!(),
            "xor {done:e}, {done:e}",
            "7: mov [{address}], {value}",
            "8: inc {done:e}",
            "9:",
            address = in(reg) address.as_u64(),
            value = in(reg_byte) value,
            done = out(reg) done,
            options(nostack)
        );
    }
    done == 1
}

/// Calls an address. Where the fetch faults, the saved RIP is the address itself, and the
/// place to go on lies on top of the stack: the dispatcher looks there too.
///
/// # Safety
/// If there is code, it runs.
#[unsafe(naked)]
pub unsafe extern "sysv64" fn call(address: u64) {
    naked_asm!(recovery_site!(), "7: call rdi", "9: ret", "8:")
}

/// DIV by zero.
#[inline(never)]
pub fn divide_by_zero() {
    // SAFETY: the fault goes on at label 9.
    unsafe {
        asm!(
            recovery_site!(),
            "7: div {zero:e}",
            "8:",
            "9:",
            zero = in(reg) 0,
            inout("eax") 1 => _,
            inout("edx") 0 => _,
            options(nostack)
        );
    }
}

/// UD2, the opcode that is promised to stay invalid.
#[inline(never)]
pub fn invalid_opcode() {
    // SAFETY: the fault goes on at label 9.
    unsafe { asm!(recovery_site!(), "7: ud2", "8:", "9:", options(nostack)) }
}

/// INT N. The vector is part of the instruction, so there are 256 of them, four bytes each.
#[inline(never)]
pub fn interrupt(vector: u8) {
    // SAFETY: INT returns behind itself, and a fault in it goes on at label 9; where the gate
    // belongs to an exception with an error code, the kernel stops, which is the lesson.
    unsafe {
        asm!(
            recovery_site!(),
            "lea {entry}, [rip + 7f]",
            "lea {entry}, [{entry} + {vector} * 4]",
            "call {entry}",
            "jmp 8f",
            ".balign 4",
            "7:",
            ".set ringside_vector, 0",
            ".rept 256",
            ".byte 0xcd, ringside_vector",
            "ret",
            ".balign 4",
            ".set ringside_vector, ringside_vector + 1",
            ".endr",
            "9: ret",
            "8:",
            vector = in(reg) u64::from(vector),
            entry = out(reg) _,
        );
    }
}

/// Uses the stack up. With interrupts off: else a timer interrupt may come to be the one whose
/// frame has no room, and the report would name it instead.
pub fn overflow_stack() {
    interrupt_flag::cli();
    overflow();
}

/// Calls itself until the stack is used up.
#[inline(never)]
#[expect(unconditional_recursion, reason = "this is the point")]
fn overflow() {
    overflow();
    // Something to do after the call keeps it from becoming a jump.
    core::hint::black_box(());
}
