//! Bytes that a person types, from the keyboard or the serial port, as a stream of futures.

use crate::cpu::halt;
use crate::devices::scan_code_set_1::Decoder;
use crate::devices::{ps2_keyboard, uart_16550};
use crate::sync::SpinLock;
use core::future::poll_fn;
use core::task::{Poll, Waker};

static DECODER: SpinLock<Decoder> = SpinLock::new(Decoder::new());

/// The next typed byte, if there is one.
pub fn try_next() -> Option<u8> {
    while let Some(code) = ps2_keyboard::SCAN_CODES.pop() {
        if let Some(byte) = DECODER.lock().decode(code) {
            return Some(byte);
        }
    }
    uart_16550::RECEIVED.pop()
}

/// Whether nothing waits to be taken, neither bytes nor scan codes.
pub fn is_empty() -> bool {
    ps2_keyboard::SCAN_CODES.is_empty() && uart_16550::RECEIVED.is_empty()
}

/// Says whom to wake when something is typed.
pub fn register(waker: &Waker) {
    ps2_keyboard::READER.register(waker);
    uart_16550::READER.register(waker);
}

/// Waits for the next typed byte without holding up other tasks.
pub async fn next_byte() -> u8 {
    poll_fn(|context| {
        if let Some(byte) = try_next() {
            return Poll::Ready(byte);
        }
        register(context.waker());
        // A byte that came before we registered has woken nobody, so look once more.
        try_next().map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

/// Waits for the next typed byte, asleep between interrupts.
pub fn wait_for_byte() -> u8 {
    halt::wait_for(try_next)
}
