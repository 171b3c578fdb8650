//! placeholder
/// x
pub struct Cli {}
/// x
pub static FR: Cli = Cli {};
/// x
pub static EN: Cli = Cli {};
