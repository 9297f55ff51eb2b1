extension WerfConversation {
    private static let refused = #"{"lockHandle":{"uuid":"","lockName":""},"err":"should wait"}"#

    static let locker = [
        WerfConversation(
            "an exclusive lock has one holder",
            .post(
                "/c/locker/acquire", #"{"lockName":"p.sig","opts":{"shared":false}}"#, #"{"lockHandle":{"uuid":"<a>","lockName":"p.sig"},"err":""}"#),
            .post("/c/locker/acquire", #"{"lockName":"p.sig","opts":{"shared":false}}"#, refused),
            .post("/c/locker/acquire", #"{"lockName":"p.sig","opts":{"shared":true}}"#, refused),
            .post(
                "/c/locker/acquire", #"{"lockName":"p.other","opts":{"shared":false}}"#,
                #"{"lockHandle":{"uuid":"<b>","lockName":"p.other"},"err":""}"#),
            .post("/c/locker/renew-lease", #"{"lockHandle":{"uuid":"<a>","lockName":"p.sig"}}"#, #"{"err":""}"#),
            .post("/c/locker/release", #"{"lockHandle":{"uuid":"<a>","lockName":"p.sig"}}"#, #"{"err":""}"#),
            .post(
                "/c/locker/acquire", #"{"lockName":"p.sig","opts":{"shared":false}}"#, #"{"lockHandle":{"uuid":"<c>","lockName":"p.sig"},"err":""}"#)),
        WerfConversation(
            "a shared lock has many, each with an id of its own",
            .post("/c/locker/acquire", #"{"lockName":"s","opts":{"shared":true}}"#, #"{"lockHandle":{"uuid":"<a>","lockName":"s"},"err":""}"#),
            .post("/c/locker/acquire", #"{"lockName":"s","opts":{"shared":true}}"#, #"{"lockHandle":{"uuid":"<b>","lockName":"s"},"err":""}"#),
            .post("/c/locker/acquire", #"{"lockName":"s","opts":{"shared":false}}"#, refused),
            .post("/c/locker/acquire", #"{"lockName":"s","opts":{"shared":true}}"#, #"{"lockHandle":{"uuid":"<c>","lockName":"s"},"err":""}"#),
            .post("/c/locker/release", #"{"lockHandle":{"uuid":"<a>","lockName":"s"}}"#, #"{"err":""}"#),
            .post("/c/locker/renew-lease", #"{"lockHandle":{"uuid":"<a>","lockName":"s"}}"#, #"{"err":"lock already leased"}"#),
            .post("/c/locker/release", #"{"lockHandle":{"uuid":"<b>","lockName":"s"}}"#, #"{"err":""}"#),
            .post("/c/locker/acquire", #"{"lockName":"s","opts":{"shared":false}}"#, refused),
            .post("/c/locker/release", #"{"lockHandle":{"uuid":"<c>","lockName":"s"}}"#, #"{"err":""}"#),
            .post("/c/locker/acquire", #"{"lockName":"s","opts":{"shared":false}}"#, #"{"lockHandle":{"uuid":"<d>","lockName":"s"},"err":""}"#)),
        WerfConversation(
            "a lease that is lost, and one that never was",
            .post("/c/locker/renew-lease", #"{"lockHandle":{"uuid":"x","lockName":"n"}}"#, #"{"err":"no existing lock lease found"}"#),
            .post("/c/locker/release", #"{"lockHandle":{"uuid":"x","lockName":"n"}}"#, #"{"err":"no existing lock lease found"}"#),
            .post("/c/locker/acquire", #"{"lockName":"n"}"#, #"{"lockHandle":{"uuid":"<a>","lockName":"n"},"err":""}"#),
            .post("/c/locker/renew-lease", #"{"lockHandle":{"uuid":"x","lockName":"n"}}"#, #"{"err":"lock already leased"}"#),
            .post("/c/locker/release", #"{"lockHandle":{"uuid":"x","lockName":"n"}}"#, #"{"err":"lock already leased"}"#),
            .post("/c/locker/release", #"{"lockHandle":{"uuid":"","lockName":"n"}}"#, #"{"err":"lock already leased"}"#),
            .post("/c/locker/release", #"{"lockHandle":{"uuid":"../../ ö","lockName":"n"}}"#, #"{"err":"lock already leased"}"#),
            .post("/c/locker/release", #"{"lockHandle":{"uuid":"<a>","lockName":"n"}}"#, #"{"err":""}"#),
            .post("/c/locker/release", #"{"lockHandle":{"uuid":"<a>","lockName":"n"}}"#, #"{"err":"no existing lock lease found"}"#),
            .post("/c/locker/renew-lease", #"{"lockHandle":{"uuid":"<a>","lockName":"n"}}"#, #"{"err":"no existing lock lease found"}"#)),
        WerfConversation(
            "clients have locks of their own",
            .post("/one/locker/acquire", #"{"lockName":"n"}"#, #"{"lockHandle":{"uuid":"<a>","lockName":"n"},"err":""}"#),
            .post("/two/locker/acquire", #"{"lockName":"n"}"#, #"{"lockHandle":{"uuid":"<b>","lockName":"n"},"err":""}"#),
            .post("/two/locker/release", #"{"lockHandle":{"uuid":"<a>","lockName":"n"}}"#, #"{"err":"lock already leased"}"#),
            .post("/one/locker/release", #"{"lockHandle":{"uuid":"<a>","lockName":"n"}}"#, #"{"err":""}"#)),
        WerfConversation(
            "the names of locks that werf makes, and any other text",
            .post(
                "/c/locker/acquire", #"{"lockName":"app.0123abc.cache","opts":{}}"#,
                #"{"lockHandle":{"uuid":"<a>","lockName":"app.0123abc.cache"},"err":""}"#),
            .post("/c/locker/acquire", #"{"lockName":"stage/0123abc"}"#, #"{"lockHandle":{"uuid":"<b>","lockName":"stage/0123abc"},"err":""}"#),
            .post(
                "/c/locker/acquire", #"{"lockName":"registry.local:5000/app/stages:0123-1700000000000.image"}"#,
                #"{"lockHandle":{"uuid":"<c>","lockName":"registry.local:5000/app/stages:0123-1700000000000.image"},"err":""}"#),
            .post("/c/locker/acquire", #"{"lockName":"../../etc/passwd"}"#, #"{"lockHandle":{"uuid":"<d>","lockName":"../../etc/passwd"},"err":""}"#),
            .post("/c/locker/acquire", #"{"lockName":"ключ 🔑 \"'%_\n"}"#, #"{"lockHandle":{"uuid":"<e>","lockName":"ключ 🔑 \"'%_\n"},"err":""}"#),
            .post("/c/locker/acquire", #"{"lockName":"ключ 🔑 \"'%_\n"}"#, refused),
            .post("/c/locker/release", #"{"lockHandle":{"uuid":"<e>","lockName":"ключ 🔑 \"'%_\n"}}"#, #"{"err":""}"#)),
        WerfConversation(
            "any method, and fields that nobody knows",
            .request(
                "PUT", "/c/locker/acquire", #"{"more":1,"lockName":"n","opts":{"shared":false,"nonBlocking":true}}"#, 200,
                #"{"lockHandle":{"uuid":"<a>","lockName":"n"},"err":""}"#),
            .request("PATCH", "/c/locker/release", #"{"lockHandle":{"uuid":"<a>","lockName":"n","more":null}}"#, 200, #"{"err":""}"#),
            .request("DELETE", "/c/locker/acquire", #"{"lockName":"n","opts":null}"#, 200, #"{"lockHandle":{"uuid":"<b>","lockName":"n"},"err":""}"#)),
        WerfConversation(
            "who names himself waits in line",
            .post("/c/locker/acquire", #"{"lockName":"n","opts":{"acquirerId":"first"}}"#, #"{"lockHandle":{"uuid":"<a>","lockName":"n"},"err":""}"#),
            .post("/c/locker/acquire", #"{"lockName":"n","opts":{"shared":false,"acquirerId":"second"}}"#, refused),
            .post("/c/locker/acquire", #"{"lockName":"n","opts":{"shared":false,"acquirerId":"third"}}"#, refused),
            // Not a second time, though it is the same one who asks.
            .post("/c/locker/acquire", #"{"lockName":"n","opts":{"acquirerId":"first"}}"#, refused),
            .post("/c/locker/release", #"{"lockHandle":{"uuid":"<a>","lockName":"n"}}"#, #"{"err":""}"#),
            .post("/c/locker/acquire", #"{"lockName":"n","opts":{"acquirerId":"third"}}"#, refused),
            .post("/c/locker/acquire", #"{"lockName":"n","opts":{"acquirerId":"first"}}"#, refused),
            .post("/c/locker/acquire", #"{"lockName":"n"}"#, refused),
            .post(
                "/c/locker/acquire", #"{"lockName":"n","opts":{"acquirerId":"second"}}"#, #"{"lockHandle":{"uuid":"<b>","lockName":"n"},"err":""}"#),
            .post("/c/locker/release", #"{"lockHandle":{"uuid":"<b>","lockName":"n"}}"#, #"{"err":""}"#),
            .post("/c/locker/acquire", #"{"lockName":"n","opts":{"acquirerId":"third"}}"#, #"{"lockHandle":{"uuid":"<c>","lockName":"n"},"err":""}"#)),
    ]
}
