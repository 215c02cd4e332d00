//! The keyboard behind the Intel 8042.
//!
//! The keyboard speaks scan code set 2; the controller translates to set 1, and raises
//! IRQ line 1 when a byte lies in its output buffer. Until port 0x60 is read, no more come.

use crate::cpu::port::Port;
use crate::sync::Queue;
use crate::task::WakerCell;

const DATA: Port = Port::new(0x60);
const STATUS_AND_COMMAND: Port = Port::new(0x64);

const OUTPUT_BUFFER_FULL: u8 = 1 << 0;
const INPUT_BUFFER_FULL: u8 = 1 << 1;

const READ_COMMAND_BYTE: u8 = 0x20;
const WRITE_COMMAND_BYTE: u8 = 0x60;
const PULSE_RESET_LINE: u8 = 0xfe;

const INTERRUPT_ON_KEY: u8 = 1 << 0;
const KEYBOARD_CLOCK_OFF: u8 = 1 << 4;
const TRANSLATE_TO_SET_1: u8 = 1 << 6;

/// Scan codes between the handler and whoever reads them; small, so that it can be seen full.
pub static SCAN_CODES: Queue<u8, 8> = Queue::new();
/// Whom to wake when a scan code arrives.
pub static READER: WakerCell = WakerCell::new();

/// More bytes than firmware and impatient users leave behind.
const LEFT_OVER: usize = 16;

fn status() -> u8 {
    // SAFETY: reading the status changes nothing.
    unsafe { STATUS_AND_COMMAND.read() }
}

fn read_data() -> u8 {
    // SAFETY: this is the only driver; reading empties the output buffer.
    unsafe { DATA.read() }
}

fn command(byte: u8) {
    while status() & INPUT_BUFFER_FULL != 0 {}
    // SAFETY: the input buffer is empty.
    unsafe { STATUS_AND_COMMAND.write(byte) }
}

/// Turns on interrupts and translation, after emptying what was left in the buffer.
pub fn init() {
    for _ in 0..LEFT_OVER {
        if status() & OUTPUT_BUFFER_FULL != 0 {
            read_data();
        }
    }
    command(READ_COMMAND_BYTE);
    while status() & OUTPUT_BUFFER_FULL == 0 {}
    let command_byte = read_data() & !KEYBOARD_CLOCK_OFF | INTERRUPT_ON_KEY | TRANSLATE_TO_SET_1;
    command(WRITE_COMMAND_BYTE);
    while status() & INPUT_BUFFER_FULL != 0 {}
    // SAFETY: the command announced this byte.
    unsafe { DATA.write(command_byte) }
}

/// The byte in the output buffer, unless somebody has read it between the request and now.
pub fn take_byte() -> Option<u8> {
    (status() & OUTPUT_BUFFER_FULL != 0).then(read_data)
}

/// The driver of IRQ line 1: takes the byte, and leaves all thinking to the reader.
pub fn on_interrupt() {
    if let Some(code) = take_byte() {
        SCAN_CODES.push(code);
        READER.wake();
    }
}

/// Pulls the processor's RESET line, which the 8042 happens to drive.
pub fn reset_machine() {
    command(PULSE_RESET_LINE);
}
