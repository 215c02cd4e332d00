//! One line that says which exception came, why, and where.
//!
//! `! #PF vec 14 err 0x2 [absent write kernel] cr2 ADDR rip SYM+N rsp REGION+N`
//!
//! `rsp` is the handler's at its first instruction, so it tells which stack was used.

use super::exception::exception;
use super::page_fault_error_code::PageFaultErrorCode;
use super::trap_frame::TrapFrame;
use crate::console::{self, Colour};
use crate::cpu::control;
use crate::paging::regions::InRegion;
use crate::symbols::Symbolic;
use core::fmt;

const PAGE_FAULT: u8 = 14;

struct FaultLine<'a>(&'a TrapFrame);

impl fmt::Display for FaultLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let frame = self.0;
        let vector = frame.vector();
        let row = exception(vector);
        write!(f, "! #{} vec {vector}", row.map_or("??", |row| row.mnemonic))?;
        if row.is_some_and(|row| row.has_error_code) {
            write!(f, " err {:#x}", frame.error_code)?;
        }
        if vector == PAGE_FAULT {
            let why = PageFaultErrorCode(frame.error_code);
            write!(f, " [{why}] cr2 {}", control::page_fault_address())?;
        }
        write!(f, " rip {} rsp {}", Symbolic(frame.rip), InRegion(frame.entry_rsp()))
    }
}

/// Prints the line.
pub fn print(frame: &TrapFrame) {
    console::print_line(Colour::LightRed, format_args!("{}", FaultLine(frame)));
}
