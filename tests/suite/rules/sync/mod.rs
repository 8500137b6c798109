//! The rules of offline sync: each alone, every short story of two devices, and many long ones of three phones.
mod canonical;
mod interleavings;
mod model;
mod order;
mod phone;
mod restore;
mod simulator;
mod skew;
mod three_way;
