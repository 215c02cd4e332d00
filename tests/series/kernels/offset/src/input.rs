//! What the interrupt handlers leave for the tasks: ticks and scan codes.

use conquer_once::spin::OnceCell;
use core::{
    pin::Pin,
    sync::atomic::{AtomicU64, Ordering},
    task::{Context, Poll},
};
use crossbeam_queue::ArrayQueue;
use futures_util::{stream::Stream, task::AtomicWaker};
use spin::Mutex;
use x86_64::instructions::interrupts::without_interrupts;

static TICKS: AtomicU64 = AtomicU64::new(0);
static CODES: OnceCell<ArrayQueue<u8>> = OnceCell::uninit();
static READER: AtomicWaker = AtomicWaker::new();

pub fn ticks() -> u64 {
    TICKS.load(Ordering::Relaxed)
}

pub(crate) fn tick() {
    TICKS.fetch_add(1, Ordering::Relaxed);
}

pub(crate) fn scan_code(code: u8) {
    match CODES.try_get() {
        Ok(queue) => {
            queue.force_push(code);
            READER.wake();
        }
        Err(_) => put_scan_code(code),
    }
}

/// For kernels without a heap: the scan codes that were not taken yet.
static RING: Mutex<Ring> = Mutex::new(Ring { codes: [0; 64], put: 0, taken: 0 });

struct Ring {
    codes: [u8; 64],
    put: usize,
    taken: usize,
}

pub fn take_scan_code() -> Option<u8> {
    // The handler would wait for ever for a ring that is held here.
    without_interrupts(|| {
        let mut ring = RING.lock();
        if ring.taken == ring.put {
            return None;
        }
        ring.taken += 1;
        Some(ring.codes[(ring.taken - 1) % ring.codes.len()])
    })
}

fn put_scan_code(code: u8) {
    let mut ring = RING.lock();
    let at = ring.put % ring.codes.len();
    ring.codes[at] = code;
    ring.put += 1;
}

/// The scan codes as a stream; one at a time.
pub struct ScanCodes(());

impl ScanCodes {
    pub fn new() -> Self {
        CODES.try_init_once(|| ArrayQueue::new(64)).expect("there is a reader already");
        ScanCodes(())
    }
}

impl Default for ScanCodes {
    fn default() -> Self {
        ScanCodes::new()
    }
}

impl Stream for ScanCodes {
    type Item = u8;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context) -> Poll<Option<u8>> {
        let queue = CODES.try_get().expect("a reader has made the queue");
        READER.register(context.waker());
        match queue.pop() {
            Some(code) => {
                READER.take();
                Poll::Ready(Some(code))
            }
            None => Poll::Pending,
        }
    }
}
