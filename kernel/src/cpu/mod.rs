//! The processor's own instructions, each under the name the manual gives it.

pub mod control;
pub mod halt;
pub mod interrupt_flag;
pub mod port;

/// The operand of LGDT and LIDT: a limit and a linear base address.
/// SDM Vol. 3A, "Pseudo-Descriptor Format".
#[repr(C, packed)]
pub struct PseudoDescriptor {
    /// Size of the table in bytes, minus one.
    pub limit: u16,
    /// Where the table begins.
    pub base: u64,
}
