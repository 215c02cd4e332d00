//! COM1, a 16550 serial port. National Semiconductor, "PC16550D".

use crate::cpu::port::Port;
use crate::sync::Queue;
use crate::task::WakerCell;

const BASE: u16 = 0x3f8;
const DATA: Port = Port::new(BASE); //             DLAB = 1: divisor, low byte
const INTERRUPT_ENABLE: Port = Port::new(BASE + 1); // DLAB = 1: divisor, high byte
const FIFO_CONTROL: Port = Port::new(BASE + 2);
const LINE_CONTROL: Port = Port::new(BASE + 3);
const MODEM_CONTROL: Port = Port::new(BASE + 4);
const LINE_STATUS: Port = Port::new(BASE + 5);

const DLAB: u8 = 1 << 7;
const EIGHT_BITS_NO_PARITY_ONE_STOP: u8 = 0b011;
const DIVISOR_115200: u8 = 1;
const ENABLE_AND_CLEAR_FIFOS: u8 = 0b111;
const DTR_RTS_OUT2: u8 = 0b1011; // OUT2 lets the interrupt out of the chip
const RECEIVED_DATA_AVAILABLE: u8 = 1 << 0;
const DATA_READY: u8 = 1 << 0;
const TRANSMITTER_HOLDING_REGISTER_EMPTY: u8 = 1 << 5;

/// Bytes between the handler and whoever reads them.
pub static RECEIVED: Queue<u8, 128> = Queue::new();
/// Whom to wake when a byte arrives.
pub static READER: WakerCell = WakerCell::new();

/// 115 200 baud, 8N1, an interrupt for every byte received.
pub fn init() {
    // SAFETY: the order in which the data sheet sets divisor and line control.
    unsafe {
        INTERRUPT_ENABLE.write(0);
        LINE_CONTROL.write(DLAB);
        DATA.write(DIVISOR_115200);
        INTERRUPT_ENABLE.write(0);
        LINE_CONTROL.write(EIGHT_BITS_NO_PARITY_ONE_STOP);
        FIFO_CONTROL.write(ENABLE_AND_CLEAR_FIFOS);
        MODEM_CONTROL.write(DTR_RTS_OUT2);
        INTERRUPT_ENABLE.write(RECEIVED_DATA_AVAILABLE);
    }
}

fn line_status() -> u8 {
    // SAFETY: reading it clears error bits only, which nobody looks at.
    unsafe { LINE_STATUS.read() }
}

/// Sends a byte as soon as there is room for it.
pub fn send(byte: u8) {
    while line_status() & TRANSMITTER_HOLDING_REGISTER_EMPTY == 0 {}
    // SAFETY: the holding register is empty.
    unsafe { DATA.write(byte) }
}

/// The driver of IRQ line 4: takes all bytes that have arrived.
pub fn on_interrupt() {
    while line_status() & DATA_READY != 0 {
        // SAFETY: a byte is there.
        RECEIVED.push(unsafe { DATA.read() });
    }
    READER.wake();
}
