extension OpenAPIDocument {
    static let leasePaths = #"""
        "/leases/acquire": {
          "post": {
            "operationId": "acquireLease",
            "summary": "Asks for a lease, and waits for it",
            "description": "First come, first served. The answer comes when the lease is granted, when the time to wait has passed, or when the generation of the named signature is above the given one. Who asks again with the same id keeps the place in the queue, or has the lease renewed. A client that closes its connection meanwhile gives up both. Needs the right to push.",
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/AcquireLeaseRequest"}}}},
            "responses": {
              "200": {
                "description": "Granted, and durable; or not yet",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/AcquireLeaseResponse"}}}
              },
              "400": {"$ref": "#/components/responses/Invalid"},
              "507": {"$ref": "#/components/responses/Full"},
              \#(bodyFailures)
            }
          }
        },
        "/leases/renew": {
          "post": {
            "operationId": "renewLease",
            "summary": "Gives a holder the time to live again, from now",
            "description": "Needs the right to push.",
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/LeaseReference"}}}},
            "responses": {
              "200": {"description": "The lease", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/LeaseGrant"}}}},
              "400": {"$ref": "#/components/responses/Invalid"},
              "409": {"$ref": "#/components/responses/LeaseLost"},
              "507": {"$ref": "#/components/responses/Full"},
              \#(bodyFailures)
            }
          }
        },
        "/leases/release": {
          "post": {
            "operationId": "releaseLease",
            "summary": "Gives back a lease, or a place in its queue",
            "description": "Needs the right to push.",
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/LeaseReference"}}}},
            "responses": {
              "204": {"description": "Given back, durably"},
              "400": {"$ref": "#/components/responses/Invalid"},
              "409": {"$ref": "#/components/responses/LeaseLost"},
              "507": {"$ref": "#/components/responses/Full"},
              \#(bodyFailures)
            }
          }
        },
        "/leases": {
          "get": {
            "operationId": "listLeases",
            "summary": "The leases of a repository that somebody holds or waits for, by name",
            "description": "Without their ids, since who knows one can give the lease back. Empty for a repository that does not exist. Needs the right to push.",
            "parameters": [
              {"$ref": "#/components/parameters/repository"},
              {"$ref": "#/components/parameters/after"},
              {"$ref": "#/components/parameters/n"}
            ],
            "responses": {
              "200": {"description": "A page", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/LeaseListing"}}}},
              "400": {"$ref": "#/components/responses/Invalid"},
              \#(failures)
            }
          }
        }
        """#

    static let leaseSchemas = #"""
        "LeaseName": {
          "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[A-Za-z0-9._/-]+$",
          "description": "The lease on a stage is named by its signature"
        },
        "LeaseID": {
          "type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[A-Za-z0-9._-]+$",
          "description": "Chosen by the client, hard to guess, the same when it asks again"
        },
        "LeaseMode": {"type": "string", "enum": ["exclusive", "shared"], "description": "One holder, or any number of shared ones"},
        "TimeToLive": {
          "type": "integer", "format": "int64", "minimum": 1000, "maximum": 3600000,
          "description": "From so many milliseconds after the grant or the last renewal on somebody else may take the lease over"
        },
        "AcquireLeaseRequest": {
          "type": "object",
          "required": ["repository", "name", "id", "mode", "timeToLive", "wait"],
          "properties": {
            "repository": {"$ref": "#/components/schemas/Repository"},
            "name": {"$ref": "#/components/schemas/LeaseName"},
            "id": {"$ref": "#/components/schemas/LeaseID"},
            "mode": {"$ref": "#/components/schemas/LeaseMode"},
            "timeToLive": {"$ref": "#/components/schemas/TimeToLive"},
            "wait": {
              "type": "integer", "format": "int64", "minimum": 0, "maximum": 60000,
              "description": "How long the server may wait before it answers, in milliseconds"
            },
            "signature": {"$ref": "#/components/schemas/Signature"},
            "generation": {"$ref": "#/components/schemas/Generation"}
          }
        },
        "AcquireLeaseResponse": {
          "type": "object",
          "required": ["outcome"],
          "properties": {
            "outcome": {
              "type": "string", "enum": ["granted", "waiting", "appeared"],
              "description": "waiting: ask again with the same id, the place in the queue is kept for a minute. appeared: the signature changed, the place is given up."
            },
            "lease": {"$ref": "#/components/schemas/LeaseGrant"},
            "position": {"type": "integer", "minimum": 0, "description": "How many wait before"},
            "state": {"$ref": "#/components/schemas/SignatureState"}
          }
        },
        "LeaseGrant": {
          "type": "object",
          "required": ["repository", "name", "id", "mode", "token", "expiresAt", "timeToLive"],
          "properties": {
            "repository": {"$ref": "#/components/schemas/Repository"},
            "name": {"$ref": "#/components/schemas/LeaseName"},
            "id": {"$ref": "#/components/schemas/LeaseID"},
            "mode": {"$ref": "#/components/schemas/LeaseMode"},
            "token": {"$ref": "#/components/schemas/FencingToken"},
            "expiresAt": {"$ref": "#/components/schemas/Moment"},
            "timeToLive": {"$ref": "#/components/schemas/TimeToLive"}
          }
        },
        "FencingToken": {"type": "integer", "format": "int64", "minimum": 1, "description": "Above all earlier ones of this name"},
        "LeaseReference": {
          "type": "object",
          "required": ["repository", "name", "id"],
          "properties": {
            "repository": {"$ref": "#/components/schemas/Repository"},
            "name": {"$ref": "#/components/schemas/LeaseName"},
            "id": {"$ref": "#/components/schemas/LeaseID"}
          }
        },
        "LeaseListing": {
          "type": "object",
          "required": ["leases"],
          "properties": {
            "leases": {"type": "array", "items": {"$ref": "#/components/schemas/ListedLease"}},
            "next": {"$ref": "#/components/schemas/Next"}
          }
        },
        "ListedLease": {
          "type": "object",
          "required": ["name", "holders", "waiting"],
          "properties": {
            "name": {"$ref": "#/components/schemas/LeaseName"},
            "holders": {
              "type": "array", "description": "In the order of their grants",
              "items": {
                "type": "object",
                "required": ["mode", "token", "expiresAt", "timeToLive"],
                "properties": {
                  "mode": {"$ref": "#/components/schemas/LeaseMode"},
                  "token": {"$ref": "#/components/schemas/FencingToken"},
                  "expiresAt": {"$ref": "#/components/schemas/Moment"},
                  "timeToLive": {"$ref": "#/components/schemas/TimeToLive"}
                }
              }
            },
            "waiting": {"type": "integer", "minimum": 0, "description": "How many wait"}
          }
        }
        """#
}
