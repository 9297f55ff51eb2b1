extension WerfConversation {
    static let cache = [
        WerfConversation(
            "werf 1.1: a list is stored, answered, replaced and deleted",
            .post(
                "/c/stages-storage-cache/get-stages-by-signature", #"{"projectName":"p","signature":"aa"}"#,
                #"{"err":"","found":false,"stages":null}"#),
            .post("/c/stages-storage-cache/get-all-stages", #"{"projectName":"p"}"#, #"{"err":"","found":false,"stages":null}"#),
            .post(
                "/c/stages-storage-cache/store-stages-by-signature",
                #"{"projectName":"p","signature":"aa","stages":[{"signature":"aa","uniqueID":1700000000001},{"signature":"aa","uniqueID":1700000000002}]}"#,
                #"{"err":""}"#),
            .post(
                "/c/stages-storage-cache/get-stages-by-signature", #"{"projectName":"p","signature":"aa"}"#,
                #"{"err":"","found":true,"stages":[{"signature":"aa","uniqueID":1700000000001},{"signature":"aa","uniqueID":1700000000002}]}"#),
            .post(
                "/c/stages-storage-cache/store-stages-by-signature",
                #"{"projectName":"p","signature":"aa","stages":[{"signature":"aa","uniqueID":1700000000003}]}"#, #"{"err":""}"#),
            .post(
                "/c/stages-storage-cache/get-stages-by-signature", #"{"projectName":"p","signature":"aa"}"#,
                #"{"err":"","found":true,"stages":[{"signature":"aa","uniqueID":1700000000003}]}"#),
            .post(
                "/c/stages-storage-cache/delete-stages-by-signature", #"{"projectName":"p","signature":"aa"}"#, #"{"err":""}"#),
            .post(
                "/c/stages-storage-cache/get-stages-by-signature", #"{"projectName":"p","signature":"aa"}"#,
                #"{"err":"","found":false,"stages":null}"#),
            .post(
                "/c/stages-storage-cache/delete-stages-by-signature", #"{"projectName":"p","signature":"aa"}"#, #"{"err":""}"#)),
        WerfConversation(
            "werf 1.1: all stages of a project",
            .post(
                "/c/stages-storage-cache/store-stages-by-signature",
                #"{"projectName":"p","signature":"aa","stages":[{"signature":"aa","uniqueID":1}]}"#, #"{"err":""}"#),
            .post(
                "/c/stages-storage-cache/store-stages-by-signature",
                #"{"projectName":"p","signature":"bb","stages":[{"signature":"bb","uniqueID":2},{"signature":"bb","uniqueID":3}]}"#, #"{"err":""}"#),
            .post(
                "/c/stages-storage-cache/store-stages-by-signature",
                #"{"projectName":"other","signature":"cc","stages":[{"signature":"cc","uniqueID":4}]}"#, #"{"err":""}"#),
            .post(
                "/d/stages-storage-cache/store-stages-by-signature",
                #"{"projectName":"p","signature":"dd","stages":[{"signature":"dd","uniqueID":5}]}"#, #"{"err":""}"#),
            .post(
                "/c/stages-storage-cache/get-all-stages", #"{"projectName":"p"}"#,
                #"{"err":"","found":true,"stages":[{"signature":"aa","uniqueID":1},{"signature":"bb","uniqueID":2},{"signature":"bb","uniqueID":3}]}"#
            ),
            .post("/c/stages-storage-cache/delete-all-stages", #"{"projectName":"p"}"#, #"{"err":""}"#),
            .post("/c/stages-storage-cache/get-all-stages", #"{"projectName":"p"}"#, #"{"err":"","found":false,"stages":null}"#),
            .post(
                "/c/stages-storage-cache/get-all-stages", #"{"projectName":"other"}"#,
                #"{"err":"","found":true,"stages":[{"signature":"cc","uniqueID":4}]}"#),
            .post(
                "/d/stages-storage-cache/get-all-stages", #"{"projectName":"p"}"#,
                #"{"err":"","found":true,"stages":[{"signature":"dd","uniqueID":5}]}"#)),
        WerfConversation(
            "that there is nothing is kept like everything else",
            .post(
                "/c/stages-storage-cache/store-stages-by-signature", #"{"projectName":"p","signature":"aa","stages":null}"#, #"{"err":""}"#),
            .post(
                "/c/stages-storage-cache/get-stages-by-signature", #"{"projectName":"p","signature":"aa"}"#,
                #"{"err":"","found":true,"stages":null}"#),
            .post("/c/stages-storage-cache/get-all-stages", #"{"projectName":"p"}"#, #"{"err":"","found":true,"stages":null}"#),
            .post(
                "/c/stages-storage-cache/v1/store-stages-by-digest", #"{"projectName":"p","digest":"bb","stages":[]}"#, #"{"err":""}"#),
            .post(
                "/c/stages-storage-cache/v1/get-stages-by-digest", #"{"projectName":"p","digest":"bb"}"#,
                #"{"err":"","found":true,"stages":null}"#),
            .post(
                "/c/stages-storage-cache/v1/get-stages-by-digest", #"{"projectName":"p","digest":"cc"}"#,
                #"{"err":"","found":false,"stages":null}"#)),
        WerfConversation(
            "werf 1.2: by digest, with images of several platforms",
            .post(
                "/c/stages-storage-cache/v1/store-stages-by-digest",
                #"{"projectName":"p","digest":"aa","stages":[{"digest":"aa","uniqueID":1700000000001,"isMultiplatform":false},{"digest":"aa","uniqueID":0,"isMultiplatform":true}]}"#,
                #"{"err":""}"#),
            .post(
                "/c/stages-storage-cache/v1/get-stages-by-digest", #"{"projectName":"p","digest":"aa"}"#,
                #"{"err":"","found":true,"stages":[{"digest":"aa","uniqueID":1700000000001,"isMultiplatform":false},{"digest":"aa","uniqueID":0,"isMultiplatform":true}]}"#
            ),
            .post(
                "/c/stages-storage-cache/v1/get-all-stages", #"{"projectName":"p"}"#,
                #"{"err":"","found":true,"stages":[{"digest":"aa","uniqueID":1700000000001,"isMultiplatform":false},{"digest":"aa","uniqueID":0,"isMultiplatform":true}]}"#
            ),
            .post("/c/stages-storage-cache/v1/delete-stages-by-digest", #"{"projectName":"p","digest":"aa"}"#, #"{"err":""}"#),
            .post("/c/stages-storage-cache/v1/get-all-stages", #"{"projectName":"p"}"#, #"{"err":"","found":false,"stages":null}"#)),
        WerfConversation(
            "both generations see the same lists",
            .post(
                "/c/stages-storage-cache/store-stages-by-signature",
                #"{"projectName":"p","signature":"aa","stages":[{"signature":"aa","uniqueID":1},{"signature":"aa","uniqueID":0}]}"#, #"{"err":""}"#),
            .post(
                "/c/stages-storage-cache/v1/get-stages-by-digest", #"{"projectName":"p","digest":"aa"}"#,
                #"{"err":"","found":true,"stages":[{"digest":"aa","uniqueID":1,"isMultiplatform":false},{"digest":"aa","uniqueID":0,"isMultiplatform":true}]}"#
            ),
            .post(
                "/c/stages-storage-cache/v1/store-stages-by-digest",
                #"{"projectName":"p","digest":"bb","stages":[{"digest":"bb","uniqueID":0,"isMultiplatform":true}]}"#, #"{"err":""}"#),
            .post(
                "/c/stages-storage-cache/get-stages-by-signature", #"{"projectName":"p","signature":"bb"}"#,
                #"{"err":"","found":true,"stages":[{"signature":"bb","uniqueID":0}]}"#),
            .post("/c/stages-storage-cache/v1/delete-all-stages", #"{"projectName":"p"}"#, #"{"err":""}"#),
            .post("/c/stages-storage-cache/get-all-stages", #"{"projectName":"p"}"#, #"{"err":"","found":false,"stages":null}"#)),
    ]
}
