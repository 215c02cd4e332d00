//! The Intel 8254 timer: counter 0 drives IRQ line 0.
//! Intel, "8254 Programmable Interval Timer".

use crate::cpu::port::Port;
use crate::task::timer;
use core::hint;
use core::sync::atomic::{AtomicU32, AtomicU64, Ordering};

const COUNTER_0: Port = Port::new(0x40);
const CONTROL: Port = Port::new(0x43);

/// The input clock in hertz, a third of the NTSC colour carrier.
pub const INPUT_HERTZ: u32 = 1_193_182;
/// One hundred ticks a second, near enough.
pub const HUNDRED_HERTZ: u32 = (INPUT_HERTZ + 50) / 100;
/// The largest divisor: 18.2 ticks a second, what the BIOS leaves behind.
pub const SLOWEST: u32 = 0x1_0000;

/// Counter 0, low then high byte, mode 2 (rate generator), binary.
const RATE_GENERATOR: u8 = 0b0011_0100;

static TICKS: AtomicU64 = AtomicU64::new(0);
static DIVISOR: AtomicU32 = AtomicU32::new(SLOWEST);

/// Starts the counter; `divisor` is at most `SLOWEST`, which is written as zero.
pub fn init(divisor: u32) {
    DIVISOR.store(divisor, Ordering::Relaxed);
    let [low, high, ..] = divisor.to_le_bytes();
    // SAFETY: the control word announces the two bytes that follow.
    unsafe {
        CONTROL.write(RATE_GENERATOR);
        COUNTER_0.write(low);
        COUNTER_0.write(high);
    }
}

/// Ticks since the start.
pub fn ticks() -> u64 {
    TICKS.load(Ordering::Relaxed)
}

/// Waits awake for so many milliseconds, rounded up to ticks, with interrupts on.
pub fn busy_wait(milliseconds: u64) {
    let clocks = milliseconds.saturating_mul(u64::from(INPUT_HERTZ)) / 1000;
    let end = ticks().saturating_add(clocks.div_ceil(u64::from(DIVISOR.load(Ordering::Relaxed))));
    while ticks() < end {
        hint::spin_loop();
    }
}

/// The driver of IRQ line 0.
pub fn on_interrupt() {
    let now = TICKS.fetch_add(1, Ordering::Relaxed) + 1;
    timer::wake_sleepers(now);
}
