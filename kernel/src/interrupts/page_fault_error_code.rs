//! The error code of #PF in words. SDM Vol. 3A, "Page-Fault Exception (#PF)".

use core::fmt;

const P: u64 = 1 << 0; //    0: not present    1: present, but the access is not allowed
const WR: u64 = 1 << 1; //   0: a read         1: a write
const US: u64 = 1 << 2; //   0: supervisor     1: user
const RSVD: u64 = 1 << 3; //                   1: a reserved bit was set in some entry
const ID: u64 = 1 << 4; //                     1: an instruction fetch

/// Why the processor raised #PF.
pub struct PageFaultErrorCode(pub u64);

impl fmt::Display for PageFaultErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self.0 {
            code if code & RSVD != 0 => "reserved",
            code if code & P != 0 => "protected",
            _ => "absent",
        };
        let access = match self.0 {
            code if code & ID != 0 => "fetch",
            code if code & WR != 0 => "write",
            _ => "read",
        };
        let who = if self.0 & US != 0 { "user" } else { "kernel" };
        write!(f, "{why} {access} {who}")
    }
}
