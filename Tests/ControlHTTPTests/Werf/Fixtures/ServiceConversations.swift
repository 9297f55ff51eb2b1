extension WerfConversation {
    /// What the protocol has besides locks and cache.
    static let service = [
        WerfConversation(
            "health answers what was sent, and a GET too",
            .post("/health", #"{"echo":"hello"}"#, #"{"err":"","echo":"hello","status":"OK"}"#),
            .post("/health", #"{"echo":"","more":[1,{}]}"#, #"{"err":"","echo":"","status":"OK"}"#),
            .post("/health", #"{"echo":"<ä\n\"\\\u0001>"}"#, #"{"err":"","echo":"\u003cä\n\"\\\u0001\u003e","status":"OK"}"#),
            .post("/health", #"{"echo":null}"#, #"{"err":"","echo":"","status":"OK"}"#),
            .request("GET", "/health", nil, 200, #"{"err":"","echo":"","status":"OK"}"#),
            .request("PUT", "/health", "not looked at", 200, #"{"err":"","echo":"","status":"OK"}"#),
            .request("GET", "/health?a=b", nil, 200, #"{"err":"","echo":"","status":"OK"}"#)),
        WerfConversation(
            "each new client gets an id of its own",
            .post("/new-client-id", "{}", #"{"err":"","clientID":"<a>"}"#),
            .post("/new-client-id", "{}", #"{"err":"","clientID":"<b>"}"#),
            .request("GET", "/new-client-id", nil, 200, #"{"err":"","clientID":"<c>"}"#)),
        WerfConversation(
            "a body that isn't the call's JSON",
            .request("POST", "/health", "", 400, "unable to unmarshal request json: the body is empty"),
            .request("POST", "/health", "{", 400, "unable to unmarshal request json: it is not JSON, or a number is out of range"),
            .request("POST", "/health", "[]", 400, "unable to unmarshal request json: it is not an object"),
            .request("POST", "/health", #"{"echo":1}"#, 400, "unable to unmarshal request json: echo has another type"),
            .request("POST", "/new-client-id", "no", 400, "unable to unmarshal request json: it is not JSON, or a number is out of range"),
            .request("POST", "/c/locker/acquire", "", 400, "unable to unmarshal request json: the body is empty"),
            .request("GET", "/c/locker/acquire", nil, 400, "unable to unmarshal request json: the body is empty"),
            .request(
                "POST", "/c/locker/acquire", #"{"opts":{"shared":"yes"}}"#, 400, "unable to unmarshal request json: opts.shared has another type"),
            .request("POST", "/c/locker/release", #"{"lockHandle":[]}"#, 400, "unable to unmarshal request json: lockHandle has another type"),
            .request(
                "POST", "/c/stages-storage-cache/store-stages-by-signature",
                #"{"projectName":"p","signature":"s","stages":[{"signature":"s","uniqueID":1},{"signature":"s","uniqueID":"2"}]}"#, 400,
                "unable to unmarshal request json: stages.[1].uniqueID has another type"),
            .request(
                "POST", "/c/stages-storage-cache/store-stages-by-signature",
                #"{"projectName":"p","signature":"s","stages":[{"signature":"s","uniqueID":9223372036854775808}]}"#, 400,
                "unable to unmarshal request json: it is not JSON, or a number is out of range")),
        WerfConversation(
            "paths that name nothing",
            .request("POST", "/c", "{}", 404, "404 page not found"),
            .request("POST", "/c/", "{}", 404, "404 page not found"),
            .request("POST", "/c/locker", "{}", 404, "404 page not found"),
            .request("POST", "/c/locker/", "{}", 404, "404 page not found"),
            .request("POST", "/c/locker/steal", "{}", 404, "404 page not found"),
            .request("POST", "/c/locker/acquire/", "{}", 404, "404 page not found"),
            .request("POST", "/health/", "{}", 404, "404 page not found"),
            .request("GET", "/c/stages-storage-cache/v2/get-all-stages", nil, 404, "404 page not found"),
            .request("POST", "/c/stages-storage-cache/get-stages-by-digest", "{}", 404, "404 page not found"),
            .request("POST", "/c/stages-storage-cache/v1/get-stages-by-signature", "{}", 404, "404 page not found"),
            .request("POST", "//locker/acquire", "{}", 400, clientInvalid)),
    ]

    static let clientInvalid = "Bad request: the path names no client id of 1 to 128 letters, digits, '.', '_' and '-', not beginning with a dot"
}
