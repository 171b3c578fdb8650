//! Guichet: the counter where an OTP key call is settled.

pub mod app;
pub mod backend;
pub mod cli;
pub mod demo;
pub mod desk;
pub mod domain;
pub mod keyfile;
pub mod net;
pub mod notify;
pub mod runtime;
pub mod screens;
pub mod service;
pub mod store;
pub mod text;
pub mod ui;
