//! Starting over without a reset: every variable as it was loaded, another command line.
//!
//! `.data` is copied away before its first change and copied back here; `.bss` is cleared;
//! the first page tables, never touched since, take over. Only the handover survives.

use super::command_line::CommandLine;
use super::{HANDOVER, image};
use core::arch::asm;
use core::ptr;

/// Keeps a copy of `.data`, to be called before anything in it has changed.
pub fn keep_pristine_data() {
    let length = image::data_end().as_u64() - image::data_start().as_u64();
    // SAFETY: the linker script reserves as many bytes behind `pristine_data`, and nothing
    // else lies there.
    unsafe {
        ptr::copy_nonoverlapping(
            image::data_start().as_ptr::<u8>(),
            image::pristine_data().as_mut_ptr::<u8>(),
            length as usize,
        );
    }
}

/// Boots again with another command line.
pub fn restart(command_line: CommandLine) -> ! {
    HANDOVER.lock().command_line = command_line;
    // SAFETY: interrupts go off first. The boot page tables map this code at the same linear
    // address, so the new CR3 changes nothing under our feet; from there on no stack, no
    // variable and no register of the old life is used.
    unsafe {
        asm!(
            "cli",
            "mov rax, offset boot_pml4",
            "mov cr3, rax",
            "lgdt [boot_gdtr]",
            "lidt [{no_idt}]",
            "cld",
            "mov rsi, offset pristine_data",
            "mov rdi, offset data_start",
            "mov rcx, offset data_end",
            "sub rcx, rdi",
            "rep movsb",
            "mov rdi, offset bss_start",
            "mov rcx, offset bss_end",
            "sub rcx, rdi",
            "xor eax, eax",
            "rep stosb",
            "xor edi, edi",
            "mov rax, offset enter_kernel",
            "jmp rax",
            no_idt = sym crate::interrupts::idt::NO_IDT,
            options(noreturn),
        )
    }
}
