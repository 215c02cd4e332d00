//! The first instructions: from the 32-bit state a PVH loader leaves to 64-bit Rust.
//!
//! A loader finds `_start` through the ELF note in `pvh.s` and jumps there in protected mode,
//! paging off, interrupts off, `ebx` holding the physical address of the start info.

use core::arch::global_asm;

global_asm!(
    r#"
    .set pvh_start, _start

    .section .boot, "awx"
    .code32
    .global _start
_start:
    cli
    cld
    mov     esp, offset boot_stack_top

    # One PML4, one PDPT, one PD. Entries 0 and 511 of the PML4 share the PDPT, whose
    # entries 0 and 510 share the PD: the first GiB appears at 0 and at KERNEL_BASE.
    mov     eax, offset boot_pdpt + 0x3                 # P, R/W
    mov     [boot_pml4 + 0 * 8], eax
    mov     [boot_pml4 + 511 * 8], eax
    mov     eax, offset boot_pd + 0x3
    mov     [boot_pdpt + 0 * 8], eax
    mov     [boot_pdpt + 510 * 8], eax
    xor     ecx, ecx
    mov     eax, 0x83                                   # P, R/W, PS: 2 MiB each
2:  mov     [boot_pd + ecx * 8], eax
    add     eax, 0x200000
    inc     ecx
    cmp     ecx, 512
    jne     2b

    mov     eax, offset boot_pml4
    jmp     enter_long_mode

    .code64
long_mode:
    mov     eax, 0x10
    mov     ss, eax
    xor     eax, eax
    mov     ds, eax
    mov     es, eax
    mov     fs, eax
    mov     gs, eax
    mov     edi, ebx                                    # the first argument; clears bits 63:32

    # Restarting enters here too, with rdi = 0.
    .global enter_kernel
enter_kernel:
    mov     rsp, offset stack_top
    xor     ebp, ebp
    push    rbp                                         # a zero return address ends every trace
    mov     rax, offset kernel_main
    jmp     rax

    .section .boot_bss, "aw", @nobits
    .balign 4096
    .global boot_pml4
boot_pml4:
    .skip   4096
boot_pdpt:
    .skip   4096
boot_pd:
    .skip   4096
    .skip   64
boot_stack_top:

    .text
    .code64
"#
);

global_asm!(include_str!("pvh.s"));
