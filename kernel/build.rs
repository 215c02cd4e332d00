//! Tells the linker where each image lies.

const SCRIPTS: [(&str, &str); 3] = [
    ("ringside-kernel", "kernel.ld"),
    ("freestanding", "one-page/one-page.ld"),
    ("entry-returns", "one-page/one-page.ld"),
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    for (image, script) in SCRIPTS {
        println!("cargo::rustc-link-arg-bin={image}=-T{script}");
        println!("cargo::rerun-if-changed={script}");
    }
}
