//! Where on the globe a source puts a thing, and how far off that may be. Measures nothing.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A point that a source gives (WGS 84), kept to a millionth of a degree, which is a tenth of a metre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Degrees", into = "Degrees")]
pub struct Point {
    lat_millionths: i32,
    lon_millionths: i32,
    radius_m: Option<u32>,
}

/// How a point is written.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Degrees {
    lat: f64,
    lon: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    radius_km: Option<f64>,
}

/// Coordinates that lie nowhere on the globe.
#[derive(Clone, Copy, Debug, Error, PartialEq)]
pub enum PointError {
    /// The latitude.
    #[error("latitude {0} is outside ±90")]
    Latitude(f64),
    /// The longitude.
    #[error("longitude {0} is outside ±180")]
    Longitude(f64),
    /// The radius.
    #[error("a radius of {0} km is none from 0 to 20,000")]
    Radius(f64),
}

impl Point {
    /// A point in degrees; `radius_km`: within which the thing happened, `None` where the source does not tell.
    pub fn new(lat: f64, lon: f64, radius_km: Option<f64>) -> Result<Point, PointError> {
        // A comparison that a NaN fails, so that none comes through.
        let within = |degrees: f64, most: f64| degrees.abs() <= most;
        if !within(lat, 90.0) {
            return Err(PointError::Latitude(lat));
        }
        if !within(lon, 180.0) {
            return Err(PointError::Longitude(lon));
        }
        if let Some(radius) = radius_km.filter(|km| !(0.0..=20_000.0).contains(km)) {
            return Err(PointError::Radius(radius));
        }
        let millionths = |degrees: f64| (degrees * 1e6).round() as i32;
        Ok(Point {
            lat_millionths: millionths(lat),
            lon_millionths: millionths(lon),
            radius_m: radius_km.map(|km| (km * 1e3).round() as u32),
        })
    }

    /// Latitude in degrees.
    pub fn lat(&self) -> f64 {
        f64::from(self.lat_millionths) / 1e6
    }

    /// Longitude in degrees.
    pub fn lon(&self) -> f64 {
        f64::from(self.lon_millionths) / 1e6
    }

    /// Within how many kilometres of it the thing happened; `None`: the source does not tell.
    pub fn radius_km(&self) -> Option<f64> {
        self.radius_m.map(|m| f64::from(m) / 1e3)
    }
}

impl From<Point> for Degrees {
    fn from(point: Point) -> Degrees {
        Degrees { lat: point.lat(), lon: point.lon(), radius_km: point.radius_km() }
    }
}

impl TryFrom<Degrees> for Point {
    type Error = PointError;

    fn try_from(degrees: Degrees) -> Result<Point, PointError> {
        Point::new(degrees.lat, degrees.lon, degrees.radius_km)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_reads_back_as_it_was_given() {
        for (lat, lon, radius) in
            [(50.45, 30.52333, None), (-90.0, 180.0, Some(25.0)), (0.0, -0.1, Some(0.5))]
        {
            let point = Point::new(lat, lon, radius).unwrap();
            assert_eq!((point.lat(), point.lon(), point.radius_km()), (lat, lon, radius));
            let json = serde_json::to_string(&point).unwrap();
            assert_eq!(serde_json::from_str::<Point>(&json).unwrap(), point);
        }
    }

    #[test]
    fn nothing_lies_off_the_globe() {
        assert_eq!(Point::new(120.0, 30.0, None), Err(PointError::Latitude(120.0)));
        assert_eq!(Point::new(50.0, 180.5, None), Err(PointError::Longitude(180.5)));
        assert!(Point::new(f64::NAN, 30.0, None).is_err());
        assert!(serde_json::from_str::<Point>(r#"{"lat": 91, "lon": 0}"#).is_err());
    }
}
