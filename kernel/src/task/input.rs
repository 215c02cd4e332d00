//! Bytes that a person types, from the keyboard or the serial port, as a stream of futures.

use crate::cpu::{halt, interrupt_flag};
use crate::devices::scan_code_set_1::Decoder;
use crate::devices::{ps2_keyboard, uart_16550};
use crate::sync::SpinLock;
use core::future::poll_fn;
use core::task::Poll;

static DECODER: SpinLock<Decoder> = SpinLock::new(Decoder::new());

/// The next typed byte, if there is one.
fn try_next() -> Option<u8> {
    while let Some(code) = ps2_keyboard::SCAN_CODES.pop() {
        if let Some(byte) = DECODER.lock().decode(code) {
            return Some(byte);
        }
    }
    uart_16550::RECEIVED.pop()
}

/// Waits for the next typed byte without holding up other tasks.
pub async fn next_byte() -> u8 {
    poll_fn(|context| {
        if let Some(byte) = try_next() {
            return Poll::Ready(byte);
        }
        ps2_keyboard::READER.register(context.waker());
        uart_16550::READER.register(context.waker());
        // A byte that came before we registered has woken nobody, so look once more.
        try_next().map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

/// Waits for the next typed byte, asleep between interrupts.
pub fn wait_for_byte() -> u8 {
    loop {
        interrupt_flag::cli();
        if let Some(byte) = try_next() {
            interrupt_flag::sti();
            return byte;
        }
        halt::wait_for_interrupt();
    }
}
