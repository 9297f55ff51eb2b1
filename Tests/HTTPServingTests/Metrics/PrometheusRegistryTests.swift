import Metrics
import Testing

@testable import HTTPServing

@Suite("Metrics as Prometheus text")
struct PrometheusRegistryTests {
    let registry = PrometheusRegistry()

    @Test func `Nothing counted is an empty text`() {
        #expect(registry.render() == "")
    }

    @Test func `Families stand by name and series by labels`() {
        registry.gauge("open_uploads").set(Int64(3))
        registry.counter("requests_total", [("method", "PUT"), ("code", "201")], help: "Requests answered.").increment()
        registry.counter("requests_total", [("method", "GET"), ("code", "200")]).increment(by: Int64(41))
        registry.counter("requests_total", [("code", "200"), ("method", "GET")]).increment()
        #expect(
            registry.render() == """
                # TYPE open_uploads gauge
                open_uploads 3
                # HELP requests_total Requests answered.
                # TYPE requests_total counter
                requests_total{code="200",method="GET"} 42
                requests_total{code="201",method="PUT"} 1

                """)
    }

    @Test func `Label values and help are escaped`() {
        registry.counter("c", [("path", "a\\b\"c\nd é")], help: "one\\two\nthree").increment()
        #expect(
            registry.render() == #"""
                # HELP c one\\two\nthree
                # TYPE c counter
                c{path="a\\b\"c\nd é"} 1

                """#)
    }

    @Test(arguments: [
        ("http.server.requests", "http_server_requests"), ("a-b c/ä", "a_b_c__"), ("9lives", "_9lives"), ("ns:name", "ns:name"), ("", "_"),
    ])
    func `Names keep what Prometheus allows`(label: String, name: String) {
        registry.counter(label).increment()
        #expect(registry.render() == "# TYPE \(name) counter\n\(name) 1\n")
    }

    @Test func `Label names lose the colon, and the last of a name counts`() {
        registry.counter("c", [("a:b", "1"), ("a.b", "2")]).increment()
        #expect(registry.render().contains(#"c{a_b="2"} 1"#))
    }

    @Test func `Buckets are cumulative and in seconds`() {
        let timer = registry.histogram("request.duration", [("route", "blob")])
        for nanoseconds: Int64 in [-5, 500_000, 500_001, 3_000_000, 10_000_000_000, 10_000_000_001] { timer.recordNanoseconds(nanoseconds) }
        #expect(
            registry.render() == """
                # TYPE request_duration_seconds histogram
                request_duration_seconds_bucket{route="blob",le="0.0005"} 2
                request_duration_seconds_bucket{route="blob",le="0.001"} 3
                request_duration_seconds_bucket{route="blob",le="0.0025"} 3
                request_duration_seconds_bucket{route="blob",le="0.005"} 4
                request_duration_seconds_bucket{route="blob",le="0.01"} 4
                request_duration_seconds_bucket{route="blob",le="0.025"} 4
                request_duration_seconds_bucket{route="blob",le="0.05"} 4
                request_duration_seconds_bucket{route="blob",le="0.1"} 4
                request_duration_seconds_bucket{route="blob",le="0.25"} 4
                request_duration_seconds_bucket{route="blob",le="0.5"} 4
                request_duration_seconds_bucket{route="blob",le="1"} 4
                request_duration_seconds_bucket{route="blob",le="2.5"} 4
                request_duration_seconds_bucket{route="blob",le="5"} 4
                request_duration_seconds_bucket{route="blob",le="10"} 5
                request_duration_seconds_bucket{route="blob",le="+Inf"} 6
                request_duration_seconds_sum{route="blob"} 20.004000002
                request_duration_seconds_count{route="blob"} 6

                """)
    }

    @Test func `A duration too long for nanoseconds counts as the longest`() {
        let timer = registry.histogram("t_seconds")
        timer.record(.seconds(Int64.max))
        timer.record(.seconds(Int64.min))
        timer.record(.milliseconds(2))
        let text = registry.render()
        #expect(text.contains("t_seconds_bucket{le=\"0.0005\"} 1\n"))
        #expect(text.contains("t_seconds_bucket{le=\"0.0025\"} 2\n"))
        #expect(text.contains("t_seconds_count 3\n"))
    }

    @Test(arguments: [
        (0.0, "0"), (1.5, "1.5"), (-2, "-2"), (1e300, "1e+300"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
        (9_007_199_254_740_991, "9007199254740991"),
    ])
    func `Numbers are written as Prometheus reads them`(value: Double, text: String) {
        registry.gauge("g").set(value)
        #expect(registry.render() == "# TYPE g gauge\ng \(text)\n")
    }

    @Test func `swift-metrics counts here when given the registry`() {
        Counter(label: "c", dimensions: [("a", "1")], factory: registry).increment(by: 2)
        FloatingPointCounter(label: "f", factory: registry).increment(by: 0.5)
        let meter = Meter(label: "m", factory: registry)
        meter.set(5)
        meter.decrement(by: 1.0)
        Gauge(label: "g", factory: registry).record(7)
        Recorder(label: "r", factory: registry).record(3)
        Recorder(label: "r", factory: registry).record(4)
        Metrics.Timer(label: "t", factory: registry).recordSeconds(2)
        let text = registry.render()
        for line in [
            #"c{a="1"} 2"#, "f 0.5", "m 4", "g 7", "# TYPE r summary", "r_sum 7", "r_count 2", #"t_seconds_bucket{le="1"} 0"#, "t_seconds_sum 2",
        ] {
            #expect(text.split(separator: "\n").contains { $0 == line }, "\(line)")
        }
    }

    @Test func `A counter does not fall`() {
        let counter = registry.counter("c")
        counter.increment(by: Int64(5))
        counter.increment(by: Int64(-3))
        counter.increment(by: -1.5)
        counter.increment(by: Double.nan)
        #expect(registry.render() == "# TYPE c counter\nc 5\n")
        counter.reset()
        #expect(registry.render() == "# TYPE c counter\nc 0\n")
    }

    @Test func `A name of another kind is counted and not rendered`() {
        registry.counter("x").increment()
        registry.gauge("x").set(Int64(9))
        #expect(registry.render() == "# TYPE x counter\nx 1\n")
    }

    @Test func `A destroyed metric is gone and begins anew`() {
        let counter = Counter(label: "c", factory: registry)
        counter.increment()
        counter.destroy()
        #expect(registry.render() == "")
        registry.counter("c").increment()
        #expect(registry.render() == "# TYPE c counter\nc 1\n")
    }

    @Test func `Samples give values for one answer`() {
        registry.counter("a").increment()
        let text = registry.render(adding: [
            .gauge("blobs", 2, help: "Blobs stored."), .gauge("a", 99), .counter("evictions_total", 4, [("cache", "manifests")]),
            .gauge("disk_bytes", 10, [("kind", "free")]), .gauge("disk_bytes", 20, [("kind", "total")]),
        ])
        #expect(
            text == """
                # TYPE a counter
                a 1
                # HELP blobs Blobs stored.
                # TYPE blobs gauge
                blobs 2
                # TYPE disk_bytes gauge
                disk_bytes{kind="free"} 10
                disk_bytes{kind="total"} 20
                # TYPE evictions_total counter
                evictions_total{cache="manifests"} 4

                """)
        #expect(!registry.render().contains("disk_bytes"))
    }

    @Test func `Nothing is lost under concurrency`() async {
        await withTaskGroup { group in
            for task in 0..<8 {
                group.addTask {
                    for index in 0..<2000 {
                        self.registry.counter("c").increment()
                        self.registry.counter("f").increment(by: 0.5)
                        self.registry.gauge("g").increment(by: task.isMultiple(of: 2) ? 1 : -1)
                        self.registry.histogram("t").recordNanoseconds(1_000_000)
                        if index.isMultiple(of: 200) { _ = self.registry.render() }
                    }
                }
            }
        }
        let text = registry.render()
        for line in ["c 16000", "f 8000", "g 0", #"t_seconds_bucket{le="0.001"} 16000"#, "t_seconds_count 16000"] {
            #expect(text.split(separator: "\n").contains { $0 == line }, "\(line)")
        }
    }
}
