//! Makes sure that the folder of the built web apps exists, so that the program builds without Node; it never runs npm.
fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=web/dist");
    std::fs::create_dir_all("web/dist")
}
