//! Runs futures in turn, round after round, until the last has got off.

use alloc::{boxed::Box, collections::VecDeque};
use core::{
    future::{poll_fn, Future},
    pin::Pin,
    task::{Context, Poll, Waker},
};

#[derive(Default)]
pub struct Carousel {
    riders: VecDeque<Pin<Box<dyn Future<Output = ()>>>>,
}

impl Carousel {
    pub fn new() -> Self {
        Carousel::default()
    }

    pub fn board(&mut self, rider: impl Future<Output = ()> + 'static) {
        self.riders.push_back(Box::pin(rider));
    }

    /// How often somebody was polled.
    pub fn turn(&mut self) -> usize {
        let mut context = Context::from_waker(Waker::noop());
        let mut turns = 0;
        while let Some(mut rider) = self.riders.pop_front() {
            turns += 1;
            if rider.as_mut().poll(&mut context).is_pending() {
                self.riders.push_back(rider);
            }
        }
        turns
    }
}

pub async fn step_aside() {
    let mut is_second_look = false;
    poll_fn(|_| match core::mem::replace(&mut is_second_look, true) {
        true => Poll::Ready(()),
        false => Poll::Pending,
    })
    .await
}
