//! Trace points that name a moment, in the format that gdb, perf and bpftrace read.
//!
//! A trace point is one NOP whose address, name and operands stand in an ELF note of type 3,
//! owner `stapsdt`, provider `ringside`. The note is not loaded: the running kernel cannot
//! tell whether anybody reads it.
//!
//! ```text
//! mark_NAME                          a moment
//! mark_NAME_begin … mark_NAME_end    something that lasts
//! test_start, test_ok, test_fail     a test of the kernel, by its name
//! ```
//!
//! They are not `nomem`: what the source stores before a trace point must have been stored there.

/// Names this moment, with an optional 64-bit value: `mark!("probe", address)`.
#[macro_export]
macro_rules! mark {
    ($name:literal $(, $value:expr)?) => { $crate::trace_point!(concat!("mark_", $name) $(, $value)?) };
}

/// Names the beginning of something that lasts until `mark_end!` with the same name.
#[macro_export]
macro_rules! mark_begin {
    ($name:literal $(, $value:expr)?) => {
        $crate::trace_point!(concat!("mark_", $name, "_begin") $(, $value)?)
    };
}

/// Names the end of something that lasted.
#[macro_export]
macro_rules! mark_end {
    ($name:literal $(, $value:expr)?) => {
        $crate::trace_point!(concat!("mark_", $name, "_end") $(, $value)?)
    };
}

/// A trace point by its whole name, with up to two 64-bit operands.
#[macro_export]
macro_rules! trace_point {
    ($name:expr) => {
        // SAFETY: a NOP and a note.
        unsafe {
            core::arch::asm!($crate::sdt_note!($name, ""), options(att_syntax, nostack, preserves_flags))
        }
    };
    ($name:expr, $value:expr) => {{
        let value: u64 = $value;
        // SAFETY: a NOP and a note.
        unsafe {
            core::arch::asm!(
                $crate::sdt_note!($name, "8@{value}"),
                value = in(reg) value,
                options(att_syntax, nostack, preserves_flags)
            )
        }
    }};
    ($name:expr, $first:expr, $second:expr) => {{
        let (first, second): (u64, u64) = ($first, $second);
        // SAFETY: a NOP and a note.
        unsafe {
            core::arch::asm!(
                $crate::sdt_note!($name, "8@{first} 8@{second}"),
                first = in(reg) first,
                second = in(reg) second,
                options(att_syntax, nostack, preserves_flags)
            )
        }
    }};
}

/// The note: three addresses (the NOP's, the base's, no semaphore) and three strings.
#[macro_export]
macro_rules! sdt_note {
    ($name:expr, $operands:literal) => {
        concat!(
            "990: nop\n",
            ".pushsection .note.stapsdt, \"\", @note\n",
            ".balign 4\n",
            ".4byte 992f - 991f, 994f - 993f, 3\n",
            "991: .asciz \"stapsdt\"\n",
            "992: .balign 4\n",
            "993: .8byte 990b\n",
            ".8byte stapsdt_base\n",
            ".8byte 0\n",
            ".asciz \"ringside\"\n",
            ".asciz \"",
            $name,
            "\"\n",
            ".asciz \"",
            $operands,
            "\"\n",
            "994: .balign 4\n",
            ".popsection"
        )
    };
}

// The address that a debugger compares with the note's to notice a moved image.
core::arch::global_asm!(
    ".pushsection .stapsdt.base, \"a\", @progbits",
    "stapsdt_base: .space 1",
    ".popsection"
);
