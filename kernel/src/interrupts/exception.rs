//! The architectural exceptions, as a table. SDM Vol. 3A, "Exception and Interrupt Reference".

/// One row of the table.
pub struct Exception {
    /// As the manual prints it, without the `#`.
    pub mnemonic: &'static str,
    /// Whether the processor pushes an error code.
    pub has_error_code: bool,
    /// Whether the interrupted program may never go on.
    pub is_abort: bool,
}

const fn plain(mnemonic: &'static str) -> Option<Exception> {
    Some(Exception { mnemonic, has_error_code: false, is_abort: false })
}

const fn with_code(mnemonic: &'static str) -> Option<Exception> {
    Some(Exception { mnemonic, has_error_code: true, is_abort: false })
}

const fn abort(mnemonic: &'static str, has_error_code: bool) -> Option<Exception> {
    Some(Exception { mnemonic, has_error_code, is_abort: true })
}

/// Indexed by vector. The gaps are reserved.
#[rustfmt::skip]
pub static EXCEPTIONS: [Option<Exception>; 32] = [
    plain("DE"),      //  0  divide error                     fault
    plain("DB"),      //  1  debug                            fault or trap
    plain("NMI"),     //  2  not an exception, but vector 2   interrupt
    plain("BP"),      //  3  breakpoint                       trap
    plain("OF"),      //  4  overflow                         trap
    plain("BR"),      //  5  BOUND range exceeded             fault
    plain("UD"),      //  6  invalid opcode                   fault
    plain("NM"),      //  7  no math coprocessor              fault
    abort("DF", true),  //  8  double fault                   abort
    None,             //  9  coprocessor segment overrun, no longer raised
    with_code("TS"),  // 10  invalid TSS                      fault
    with_code("NP"),  // 11  segment not present              fault
    with_code("SS"),  // 12  stack-segment fault              fault
    with_code("GP"),  // 13  general protection               fault
    with_code("PF"),  // 14  page fault                       fault
    None,             // 15  reserved
    plain("MF"),      // 16  x87 floating-point error         fault
    with_code("AC"),  // 17  alignment check                  fault
    abort("MC", false), // 18  machine check                  abort
    plain("XM"),      // 19  SIMD floating-point              fault
    plain("VE"),      // 20  virtualization                   fault
    with_code("CP"),  // 21  control protection               fault
    None, None, None, None, None, None, None, None, None, None,
];

/// The row of a vector, if the architecture gave it a meaning.
pub fn exception(vector: u8) -> Option<&'static Exception> {
    EXCEPTIONS.get(usize::from(vector))?.as_ref()
}
