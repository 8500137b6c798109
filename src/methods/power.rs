//! How small an effect a design can still see.
use super::{Spread, Unfit, estimate::LEVEL};

/// The chance of seeing an effect that is there.
pub const POWER: f64 = 0.8;

/// Hamlets or communes assigned as wholes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Design {
    /// Which share enrols without the work.
    pub share: f64,
    /// People in each cluster.
    pub people: f64,
    /// How alike the people of one cluster are, 0 to 1; 0.02 in Kansas City 2003.
    pub alike: f64,
    /// Clusters in each arm.
    pub clusters: f64,
}

impl Design {
    /// The smallest difference that the design sees in 80 of 100 studies at the 5 % level:
    /// (z₀.₉₇₅ + z₀.₈) √(2p(1−p)(1+(m−1)ρ) / (k·m)) (Donner & Klar, *Cluster Randomization Trials*, 2000).
    ///
    /// # Errors
    /// [`Unfit::Number`] where nobody or everybody enrols anyhow, and for designs without people or clusters.
    pub fn smallest_effect(&self) -> Result<f64, Unfit> {
        Ok(Self::reach(Spread::Normal) * self.spread()?)
    }
    /// The same as few clusters see it, with Student's t of 2(k−1) degrees of freedom: larger.
    ///
    /// # Errors
    /// As above, and [`Unfit::OneCluster`] below two clusters in an arm.
    pub fn smallest_effect_few_clusters(&self) -> Result<f64, Unfit> {
        let spread = self.spread()?;
        if self.clusters < 2.0 {
            return Err(Unfit::OneCluster);
        }
        Ok(Self::reach(Spread::T(2.0 * (self.clusters - 1.0))) * spread)
    }
    fn reach(by: Spread) -> f64 {
        by.quantile(f64::midpoint(1.0, LEVEL)) + by.quantile(POWER)
    }
    /// The standard error of the difference.
    fn spread(&self) -> Result<f64, Unfit> {
        let shares = self.share > 0.0 && self.share < 1.0 && (0.0..=1.0).contains(&self.alike);
        let enough = self.people >= 1.0 && self.clusters >= 1.0 && (self.people * self.clusters).is_finite();
        if !(shares && enough) {
            return Err(Unfit::Number);
        }
        let inflated = 2.0 * self.share * (1.0 - self.share) * (1.0 + (self.people - 1.0) * self.alike);
        Ok((inflated / (self.clusters * self.people)).sqrt())
    }
}
