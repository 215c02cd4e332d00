//! The kernel tests itself: on the machine it is for, there is nobody else to do it.
//!
//! A test is a function that panics where something is not as it should be. A run ends by way of the
//! exit port, since a host cannot look inside.

mod runner;
mod tests;

pub use runner::{Test, expect_panic, fail, run_all};
pub use tests::TESTS;
