# What every image needs that a PVH loader starts: the note by which it finds the first
# instruction, and the way from there into 64-bit mode. SDM Vol. 3A, "Initializing IA-32e Mode".
#
# Jumped to from 32-bit code, with a stack and EAX = the physical address of a PML4 that maps
# this page to itself; goes on at `long_mode`. The four steps cannot be reordered: PAE before
# paging, LME before PG.

    .section .note.Xen, "a", @note
    .balign 4
    .long 4, 4, 18                  # length of the name, of the contents; XEN_ELFNOTE_PHYS32_ENTRY
    .asciz "Xen"
    .long pvh_start

    .section .boot, "awx"
    .code32
enter_long_mode:
    mov     cr3, eax

    mov     eax, cr4
    or      eax, 1 << 5                                 # CR4.PAE
    mov     cr4, eax

    mov     ecx, 0xc0000080                             # IA32_EFER
    rdmsr
    or      eax, (1 << 8) | (1 << 11)                   # LME, NXE
    wrmsr

    mov     eax, cr0
    or      eax, (1 << 31) | (1 << 16)                  # CR0.PG, CR0.WP
    mov     cr0, eax

    # Still 32-bit code, now in compatibility mode. A far return into a code segment
    # with L = 1 completes the switch.
    lgdt    [boot_gdtr]
    push    0x08
    mov     eax, offset long_mode
    push    eax
    retf

    .balign 8
boot_gdt:
    .quad   0
    .quad   0x00af9b000000ffff                          # 0x08: code, L = 1, DPL = 0
    .quad   0x00cf93000000ffff                          # 0x10: data, DPL = 0
boot_gdtr:
    .word   . - boot_gdt - 1
    .long   boot_gdt

    .text
    .code64
