//! The sixteen lines of the 8259A pair: the driver of each, then the end of interrupt.

use crate::devices::{pic_8259a, pit_8254, ps2_keyboard, uart_16550};
use crate::sync::SpinLock;

/// Line of the 8254's counter 0.
pub const TIMER: u8 = 0;
/// Line of the 8042's output buffer.
pub const KEYBOARD: u8 = 1;
/// Line through which the second 8259A is chained to the first.
pub const CASCADE: u8 = 2;
/// Line of the first serial port.
pub const SERIAL: u8 = 4;

/// What runs when a line is acknowledged.
pub type Driver = fn();

static DRIVERS: SpinLock<[Option<Driver>; 16]> = SpinLock::new({
    let mut drivers: [Option<Driver>; 16] = [None; 16];
    drivers[TIMER as usize] = Some(pit_8254::on_interrupt);
    drivers[KEYBOARD as usize] = Some(ps2_keyboard::on_interrupt);
    drivers[SERIAL as usize] = Some(uart_16550::on_interrupt);
    drivers
});

/// Puts another driver in the place of a line's own.
pub fn set_driver(line: u8, driver: Driver) {
    DRIVERS.with_interrupts_off(|drivers| drivers[usize::from(line)] = Some(driver));
}

/// Serves one request. Short, as everything with IF = 0 must be.
pub fn serve(line: u8) {
    if pic_8259a::is_spurious(line) {
        return;
    }
    // Copied, so that the table is not locked while the driver runs.
    let driver = DRIVERS.lock()[usize::from(line)];
    if let Some(driver) = driver {
        driver();
    }
    pic_8259a::end_of_interrupt(line);
}
