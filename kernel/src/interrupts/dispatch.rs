//! Where every exception and every interrupt ends up: one function that decides.

use super::exception::exception;
use super::trap_frame::TrapFrame;
use super::{FIRST_IRQ_VECTOR, fault_report, irq, recovery};
use crate::cpu::halt;
use crate::sync::SpinLock;

type ExceptionHook = fn(&mut TrapFrame);

static HOOK: SpinLock<Option<ExceptionHook>> = SpinLock::new(None);

const BREAKPOINT: u8 = 3;

/// Lets a scenario change the frame of each exception after its report; then the interrupted
/// program goes on.
pub fn set_exception_hook(hook: ExceptionHook) {
    *HOOK.lock() = Some(hook);
}

/// Called by every entry with the frame on the stack.
pub extern "C" fn dispatch(frame: &mut TrapFrame) {
    match frame.vector() {
        vector if vector >= FIRST_IRQ_VECTOR => irq::serve(vector - FIRST_IRQ_VECTOR),
        _ => handle_exception(frame),
    }
}

/// Reports the exception, then finds a reason to return; there is none for most.
fn handle_exception(frame: &mut TrapFrame) {
    fault_report::print(frame);
    if exception(frame.vector()).is_some_and(|row| row.is_abort) {
        halt::dead(); // the saved RIP of an abort is not to be trusted
    }
    let hook = *HOOK.lock();
    if let Some(hook) = hook {
        return hook(frame);
    }
    if recovery::recover(frame) {
        return;
    }
    if frame.vector() == BREAKPOINT {
        return; // a trap: the saved RIP is already past the instruction
    }
    halt::dead()
}
