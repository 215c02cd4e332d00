//! The interrupt descriptor table. SDM Vol. 3A, "64-Bit Mode IDT".

use super::entries;
use crate::cpu::PseudoDescriptor;
use crate::segmentation::{DoubleFaultStack, gdt};
use crate::sync::SpinLock;
use core::arch::asm;

/// One gate, sixteen bytes.
///
/// ```text
///  bits 127:96  reserved
///       95:32 … 31:16 … the handler's address in three parts
///  byte 5       P | DPL (2) | 0 | type (4): 0xe interrupt gate, 0xf trap gate
///  byte 4       IST (3 bits): 0 keeps the stack, 1 to 7 switch to that IST
///  bytes 2–3    selector
/// ```
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Gate {
    offset_15_0: u16,
    selector: u16,
    ist: u8,
    attributes: u8,
    offset_31_16: u16,
    offset_63_32: u32,
    reserved: u32,
}

const PRESENT: u8 = 1 << 7;
const INTERRUPT_GATE: u8 = 0xe;

impl Gate {
    /// All zero: no gate type at all, which is worse than absent.
    pub const ZERO: Gate = Gate {
        offset_15_0: 0,
        selector: 0,
        ist: 0,
        attributes: 0,
        offset_31_16: 0,
        offset_63_32: 0,
        reserved: 0,
    };

    /// A present interrupt gate with DPL 0: the handler runs with IF = 0.
    pub const fn interrupt(offset: u64) -> Gate {
        Gate {
            offset_15_0: offset as u16,
            selector: gdt::CODE,
            ist: 0,
            attributes: PRESENT | INTERRUPT_GATE,
            offset_31_16: (offset >> 16) as u16,
            offset_63_32: (offset >> 32) as u32,
            reserved: 0,
        }
    }

    /// The handler's address, put together again.
    pub fn offset(&self) -> u64 {
        u64::from(self.offset_15_0)
            | u64::from(self.offset_31_16) << 16
            | u64::from(self.offset_63_32) << 32
    }

    /// The code segment the handler runs in.
    pub fn selector(&self) -> u16 {
        self.selector
    }

    /// Which IST stack the gate switches to; 0 for none.
    pub fn ist(&self) -> u8 {
        self.ist & 7
    }

    /// Chooses an IST stack.
    pub fn set_ist(&mut self, index: u8) {
        self.ist = index & 7;
    }

    /// Gate type: 0xe and 0xf are the only good ones.
    pub fn kind(&self) -> u8 {
        self.attributes & 0xf
    }

    /// Who may name the gate in an INT instruction.
    pub fn dpl(&self) -> u8 {
        self.attributes >> 5 & 3
    }

    /// Bit P.
    pub fn is_present(&self) -> bool {
        self.attributes & PRESENT != 0
    }

    /// Sets or clears bit P and leaves the rest.
    pub fn set_present(&mut self, present: bool) {
        self.attributes = self.attributes & !PRESENT | if present { PRESENT } else { 0 };
    }
}

/// A full table; on its own page, so that a lesson can say where it is.
#[repr(C, align(4096))]
pub struct Idt(pub [Gate; 256]);

/// The table in use.
pub static IDT: SpinLock<Idt> = SpinLock::new(Idt([Gate::ZERO; 256]));

/// An operand for LIDT that leaves the processor without any gate.
pub static NO_IDT: PseudoDescriptor = PseudoDescriptor { limit: 0, base: 0 };

/// Changes one gate of the table in use.
pub fn change_gate(vector: u8, change: impl FnOnce(&mut Gate)) {
    IDT.with_interrupts_off(|idt| change(&mut idt.0[usize::from(vector)]));
}

/// Fills in all gates and loads IDTR.
pub fn init(double_fault_stack: DoubleFaultStack) {
    let mut idt = IDT.lock();
    for (vector, entry) in entries::all() {
        idt.0[usize::from(vector)] = Gate::interrupt(entry);
    }
    if double_fault_stack == DoubleFaultStack::Ist1 {
        idt.0[8].set_ist(1);
    }
    let operand =
        PseudoDescriptor { limit: size_of::<Idt>() as u16 - 1, base: &raw const idt.0 as u64 };
    // SAFETY: the table is a static with good gates.
    unsafe { load(&operand) }
}

/// Loads IDTR.
///
/// # Safety
/// The next exception or interrupt uses this table, whatever it holds.
pub unsafe fn load(operand: &PseudoDescriptor) {
    // SAFETY: LIDT only reads its operand; the caller answers for what comes after.
    unsafe { asm!("lidt [{}]", in(reg) operand, options(readonly, nostack, preserves_flags)) }
}
