//! Sleeping for a number of timer ticks.

use crate::devices::pit_8254;
use crate::sync::SpinLock;
use core::future::poll_fn;
use core::task::{Poll, Waker};

/// Who sleeps, and until which tick.
struct Sleeper {
    end: u64,
    waker: Waker,
}

/// A fixed number of places, so that neither the handler nor going to sleep allocates.
static SLEEPERS: SpinLock<[Option<Sleeper>; 8]> = SpinLock::new([const { None }; 8]);

/// Waits for `ticks` ticks of the 8254.
pub async fn sleep(ticks: u64) {
    let end = pit_8254::ticks() + ticks;
    poll_fn(|context| {
        if pit_8254::ticks() >= end {
            leave(context.waker());
            return Poll::Ready(());
        }
        enter(end, context.waker());
        Poll::Pending
    })
    .await;
}

fn is_of(slot: &Option<Sleeper>, waker: &Waker) -> bool {
    slot.as_ref().is_some_and(|sleeper| sleeper.waker.will_wake(waker))
}

fn enter(end: u64, waker: &Waker) {
    SLEEPERS.with_interrupts_off(|sleepers| {
        let place = sleepers
            .iter()
            .position(|slot| is_of(slot, waker))
            .or_else(|| sleepers.iter().position(Option::is_none))
            .expect("too many sleepers");
        sleepers[place] = Some(Sleeper { end, waker: waker.clone() });
    });
}

fn leave(waker: &Waker) {
    SLEEPERS.with_interrupts_off(|sleepers| {
        if let Some(slot) = sleepers.iter_mut().find(|slot| is_of(slot, waker)) {
            *slot = None;
        }
    });
}

/// Called by the tick handler. The waker stays in its place, to be dropped by the sleeper:
/// a handler must not free memory.
pub fn wake_sleepers(now: u64) {
    let sleepers = SLEEPERS.lock();
    for sleeper in sleepers.iter().flatten().filter(|sleeper| sleeper.end <= now) {
        sleeper.waker.wake_by_ref();
    }
}
