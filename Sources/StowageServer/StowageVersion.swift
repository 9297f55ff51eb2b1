/// The version of this build.
package enum StowageVersion {
    package static let current = "0.1.0"
}
