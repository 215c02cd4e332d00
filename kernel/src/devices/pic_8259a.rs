//! Two Intel 8259A interrupt controllers, the second chained to line 2 of the first.
//! Intel, "8259A Programmable Interrupt Controller".
//!
//! Each has three registers of eight lines: IRR (requested), ISR (in service) and IMR (masked).

use crate::cpu::port::Port;
use crate::interrupts::irq;
use core::sync::atomic::{AtomicU16, Ordering};

const ICW1_INIT_WITH_ICW4: u8 = 0x11;
const ICW4_8086: u8 = 0x01;
const OCW2_NON_SPECIFIC_EOI: u8 = 0x20;
const OCW3_READ_IRR: u8 = 0x0a;
const OCW3_READ_ISR: u8 = 0x0b;

struct Chip {
    command: Port,
    data: Port,
}

const MASTER: Chip = Chip { command: Port::new(0x20), data: Port::new(0x21) };
const SLAVE: Chip = Chip { command: Port::new(0xa0), data: Port::new(0xa1) };

/// A bit for each line whose EOI is left out.
static WITHHELD: AtomicU16 = AtomicU16::new(0);
static BASES: AtomicU16 = AtomicU16::new(0);

/// What one chip's registers hold.
pub struct Registers {
    /// Requested, not yet acknowledged.
    pub irr: u8,
    /// Acknowledged, no EOI yet.
    pub isr: u8,
    /// Not to be passed on.
    pub imr: u8,
}

impl Chip {
    fn init(&self, vector_base: u8, cascade: u8) {
        // SAFETY: the four initialization words in the order the data sheet asks for.
        unsafe {
            self.command.write(ICW1_INIT_WITH_ICW4);
            self.data.write(vector_base); // ICW2: the upper five bits of the vectors
            self.data.write(cascade); //     ICW3: a bit set for the master, a number for the slave
            self.data.write(ICW4_8086);
        }
    }

    fn registers(&self) -> Registers {
        // SAFETY: OCW3 chooses what the next read of the command port returns.
        unsafe {
            self.command.write(OCW3_READ_IRR);
            let irr = self.command.read();
            self.command.write(OCW3_READ_ISR);
            let isr = self.command.read();
            Registers { irr, isr, imr: self.data.read() }
        }
    }

    fn end_of_interrupt(&self) {
        // SAFETY: clears the highest-priority ISR bit, which is the one just served.
        unsafe { self.command.write(OCW2_NON_SPECIFIC_EOI) }
    }
}

/// Gives each chip's eight lines the vectors from its base on, and masks those nobody drives.
pub fn init(bases: [u8; 2]) {
    MASTER.init(bases[0], 1 << irq::CASCADE);
    SLAVE.init(bases[1], irq::CASCADE);
    BASES.store(u16::from_le_bytes(bases), Ordering::Relaxed);
    let driven = 1 << irq::TIMER | 1 << irq::KEYBOARD | 1 << irq::CASCADE | 1 << irq::SERIAL;
    set_masks(!driven);
}

/// The vectors of lines 0 and 8.
pub fn bases() -> [u8; 2] {
    BASES.load(Ordering::Relaxed).to_le_bytes()
}

fn set_masks(masks: u16) {
    let [low, high] = masks.to_le_bytes();
    // SAFETY: OCW1 only sets the IMR.
    unsafe {
        MASTER.data.write(low);
        SLAVE.data.write(high);
    }
}

/// Masks or unmasks one line.
pub fn set_masked(line: u8, masked: bool) {
    let [master, slave] = registers();
    let masks = u16::from_le_bytes([master.imr, slave.imr]);
    let bit = 1 << line;
    set_masks(if masked { masks | bit } else { masks & !bit });
}

/// The registers of both chips, the first chip's first.
pub fn registers() -> [Registers; 2] {
    [MASTER.registers(), SLAVE.registers()]
}

/// Whether a request was gone before it was acknowledged. The chip then answers with its
/// lowest-priority line and sets no ISR bit, so no EOI is due; the slave's cascade line is.
pub fn is_spurious(line: u8) -> bool {
    match line {
        7 => MASTER.registers().isr & 0x80 == 0,
        15 if SLAVE.registers().isr & 0x80 == 0 => {
            MASTER.end_of_interrupt();
            true
        }
        _ => false,
    }
}

/// Says that a line has been served: to the slave too where the line is one of its.
pub fn end_of_interrupt(line: u8) {
    if WITHHELD.load(Ordering::Relaxed) & 1 << line != 0 {
        return;
    }
    if line >= 8 {
        SLAVE.end_of_interrupt();
    }
    MASTER.end_of_interrupt();
}

/// Leaves out the EOI of these lines, a bit each, to see what follows.
pub fn withhold_eoi(lines: u16) {
    WITHHELD.store(lines, Ordering::Relaxed);
}
