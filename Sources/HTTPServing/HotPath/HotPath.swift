/// What answers from memory, and what counts it.
package struct HotPath: Sendable {
    let responder: any HotResponder
    let metrics: ServingMetrics

    package init(responder: any HotResponder, metrics: ServingMetrics) {
        self.responder = responder
        self.metrics = metrics
    }
}
