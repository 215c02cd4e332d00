//! How the bytes of the heap are divided.

use core::fmt;

/// `used + free + lost` is always the size of the heap.
#[derive(Clone, Copy, Default)]
pub struct Statistics {
    /// Bytes in live blocks, with what rounding added to them.
    pub used: u64,
    /// Bytes that a later request can get.
    pub free: u64,
    /// Bytes in no block and on no list.
    pub lost: u64,
    /// The largest single region among the free bytes.
    pub largest: u64,
    /// Live blocks.
    pub live: u64,
    /// Free regions that the last request looked at.
    pub scanned: u64,
}

impl fmt::Display for Statistics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Statistics { used, free, lost, largest, live, .. } = self;
        write!(f, "used {used} free {free} lost {lost} largest {largest} live {live}")
    }
}
