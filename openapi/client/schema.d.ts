// Made from the controllers by `npm run openapi`.
export interface paths {
    "/client/auth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Exchange an SDK key for a token */
        post: operations["authenticate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client/env/{environment_uuid}/feature-configs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All flags of the environment */
        get: operations["listFeatureConfigs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client/env/{environment_uuid}/feature-configs/{identifier}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One flag */
        get: operations["getFeatureConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client/env/{environment_uuid}/target/{target}/evaluations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every flag evaluated for a target */
        get: operations["listEvaluations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client/env/{environment_uuid}/target/{target}/evaluations/{feature}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One flag evaluated for a target */
        get: operations["getEvaluation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client/env/{environment_uuid}/target-segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All target groups of the environment */
        get: operations["listTargetSegments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client/env/{environment_uuid}/target-segments/{identifier}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One target group */
        get: operations["getTargetSegment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes of the environment as server-sent events
         * @description Each event is `event: *` with one line of JSON: `event`, `domain`, `identifier`, `version`, `environment`, `apiKey`. A bare comment keeps the stream alive.
         */
        get: operations["stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client/env/{environment_uuid}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes of the environment as server-sent events
         * @description Each event is `event: *` with one line of JSON: `event`, `domain`, `identifier`, `version`, `environment`, `apiKey`. A bare comment keeps the stream alive.
         */
        get: operations["streamAlias"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics/{environment_uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take over what an SDK counted, for SaaS */
        post: operations["postMetrics"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** State of the configuration, the SaaS stream and the cache */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process works; depends on nothing else */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether there is a configuration to serve and the process is not shutting down */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Prometheus metrics */
        get: operations["exposition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["openApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        TargetRequest: {
            /**
             * @description Letters, digits and `.@_-`. Empty: no target is remembered.
             * @example bob
             */
            identifier: string;
            /**
             * @description The identifier when missing or empty.
             * @example Bob
             */
            name?: string;
            anonymous?: boolean;
            /**
             * @example {
             *       "plan": "pro"
             *     }
             */
            attributes?: {
                [key: string]: unknown;
            };
        };
        AuthenticationRequest: {
            /**
             * @description The SDK key.
             * @example a-server-sdk-key
             */
            apiKey: string;
            target?: components["schemas"]["TargetRequest"];
        };
        AuthenticationResponse: {
            /** @description A JWT to send as `Authorization: Bearer`. It does not expire; it ends with its SDK key. */
            authToken: string;
        };
        ErrorResponse: {
            /** @example not found */
            error: string;
        };
        VariationResponse: {
            identifier: string;
            /** @description The value as text, whatever the kind. */
            value: string;
            name?: string;
            description?: string;
        };
        ClauseResponse: {
            id?: string;
            attribute: string;
            /** @description segmentMatch, in, equal, equal_sensitive, gt, starts_with, ends_with, contains or match. */
            op: string;
            values: string[];
            /** @description Read by no SDK. */
            negate: boolean;
        };
        WeightedVariationResponse: {
            variation: string;
            /** @description Percent. */
            weight: number;
        };
        DistributionResponse: {
            bucketBy: string;
            variations: components["schemas"]["WeightedVariationResponse"][];
        };
        ServeResponse: {
            distribution?: components["schemas"]["DistributionResponse"] | null;
            variation?: string | null;
        };
        FlagRuleResponse: {
            ruleId?: string;
            /** @description 1 is first. */
            priority: number;
            clauses: components["schemas"]["ClauseResponse"][] | null;
            serve: components["schemas"]["ServeResponse"];
        };
        PrerequisiteResponse: {
            feature: string;
            variations: string[];
        };
        TargetMapResponse: {
            identifier: string;
            name?: string;
        };
        VariationMapResponse: {
            variation: string;
            targets?: components["schemas"]["TargetMapResponse"][] | null;
            targetSegments?: string[] | null;
        };
        FeatureConfigResponse: {
            feature: string;
            project?: string;
            /** @description The environment's identifier, not its UUID. */
            environment?: string;
            /** @description `on` or `off`. */
            state: string;
            /** @description `boolean`, `int`, `string` or `json`. */
            kind: string;
            variations: components["schemas"]["VariationResponse"][];
            rules?: components["schemas"]["FlagRuleResponse"][] | null;
            defaultServe: components["schemas"]["ServeResponse"];
            offVariation: string;
            prerequisites?: components["schemas"]["PrerequisiteResponse"][] | null;
            /** @description Never null. */
            variationToTargetMap: components["schemas"]["VariationMapResponse"][];
            /** Format: int64 */
            version?: number;
        };
        EvaluationResponse: {
            flag: string;
            /** @description The variation served. */
            identifier: string;
            /** @description `boolean`, `int`, `string` or `json`. */
            kind: string;
            /** @description The value as text; the JSON text for `json` flags. */
            value: string;
        };
        SegmentTargetResponse: {
            identifier: string;
            name?: string;
        };
        SegmentClauseResponse: {
            id?: string;
            attribute: string;
            op: string;
            values: string[];
            negate: boolean;
        };
        ServingRuleResponse: {
            ruleId?: string;
            priority: number;
            /** @description AND-ed. */
            clauses: components["schemas"]["SegmentClauseResponse"][] | null;
        };
        SegmentResponse: {
            identifier: string;
            name?: string;
            environment?: string;
            included?: components["schemas"]["SegmentTargetResponse"][] | null;
            excluded?: components["schemas"]["SegmentTargetResponse"][] | null;
            /** @description OR-ed. */
            rules?: components["schemas"]["SegmentClauseResponse"][] | null;
            /** @description OR-ed; in place of `rules` with `rules=v2`. */
            servingRules?: components["schemas"]["ServingRuleResponse"][] | null;
            /** Format: int64 */
            version?: number;
        };
        ConfigStatus: {
            /** @enum {string} */
            state: "SYNCED" | "FAILED_TO_SYNC" | "READ_REPLICA";
            /**
             * Format: int64
             * @description Unix milliseconds.
             */
            since: number;
        };
        StreamStatus: {
            /** @enum {string} */
            state: "INITIALIZING" | "CONNECTED" | "DISCONNECTED";
            /**
             * Format: int64
             * @description Unix milliseconds.
             */
            since: number;
        };
        HealthResponse: {
            configStatus: components["schemas"]["ConfigStatus"];
            streamStatus: components["schemas"]["StreamStatus"];
            /** @enum {string} */
            cacheStatus: "healthy" | "unhealthy";
            /** @description Why changes do not arrive, as in a proxy key that is refused. Absent while they do. */
            upstreamFault?: string;
        };
    };
    responses: {
        /** @description The path cannot be decoded. */
        BadPath: {
            headers: {
                /** @description The id the request came with, or a new one. */
                "X-Request-Id": string;
                /** @description `*`: any page may read the answer. */
                "Access-Control-Allow-Origin": string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The head or the body took too long to arrive. */
        TooSlow: {
            headers: {
                /** @description The id the request came with, or a new one. */
                "X-Request-Id": string;
                /** @description `*`: any page may read the answer. */
                "Access-Control-Allow-Origin": string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The body is larger than 1 MiB. */
        BodyTooLarge: {
            headers: {
                /** @description The id the request came with, or a new one. */
                "X-Request-Id": string;
                /** @description `*`: any page may read the answer. */
                "Access-Control-Allow-Origin": string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The head of the request is larger than 512 KiB. */
        HeadTooLarge: {
            headers: {
                /** @description The id the request came with, or a new one. */
                "X-Request-Id": string;
                /** @description `*`: any page may read the answer. */
                "Access-Control-Allow-Origin": string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description A fault of the relay, which is in its log. */
        InternalError: {
            headers: {
                /** @description The id the request came with, or a new one. */
                "X-Request-Id": string;
                /** @description `*`: any page may read the answer. */
                "Access-Control-Allow-Origin": string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
    };
    parameters: {
        /** @description Up to 200 visible ASCII characters; comes back in the answer and stands in the log. */
        RequestId: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    authenticate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 visible ASCII characters; comes back in the answer and stands in the log. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthenticationRequest"];
            };
        };
        responses: {
            /** @description The token. */
            200: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthenticationResponse"];
                };
            };
            /** @description No key, a malformed body, or a target that cannot be routed. */
            400: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description The SDK key is not known. */
            401: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            408: components["responses"]["TooSlow"];
            413: components["responses"]["BodyTooLarge"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            /** @description No configuration has been loaded yet, or the key is new here and cannot be looked up now. */
            503: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    /** @description Seconds. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    listFeatureConfigs: {
        parameters: {
            query?: {
                /** @description Accepted and ignored. */
                cluster?: string;
            };
            header?: {
                /** @description The ETag of an earlier answer. */
                "If-None-Match"?: string;
                /** @description Up to 200 visible ASCII characters; comes back in the answer and stands in the log. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                environment_uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In upstream order; empty for an environment without flags. */
            200: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    /** @description A strong validator of this encoding of the answer. */
                    ETag: string;
                    /** @description `no-cache`: ask again with `If-None-Match`. */
                    "Cache-Control": string;
                    /** @description `Accept-Encoding` where the answer can be compressed. */
                    Vary?: string;
                    /** @description `br` or `gzip`, for answers of 1 KiB and more to clients that accept it. */
                    "Content-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeatureConfigResponse"][];
                };
            };
            /** @description Unchanged since the answer with the ETag in `If-None-Match`. */
            304: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    /** @description A strong validator of this encoding of the answer. */
                    ETag: string;
                    /** @description `no-cache`: ask again with `If-None-Match`. */
                    "Cache-Control": string;
                    /** @description `Accept-Encoding` where the answer can be compressed. */
                    Vary?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadPath"];
            /** @description No valid token, or one of another environment. */
            401: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            408: components["responses"]["TooSlow"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            /** @description No configuration has been loaded yet. */
            503: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    /** @description Seconds. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getFeatureConfig: {
        parameters: {
            query?: {
                /** @description Accepted and ignored. */
                cluster?: string;
            };
            header?: {
                /** @description The ETag of an earlier answer. */
                "If-None-Match"?: string;
                /** @description Up to 200 visible ASCII characters; comes back in the answer and stands in the log. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                environment_uuid: string;
                identifier: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The flag. */
            200: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    /** @description A strong validator of this encoding of the answer. */
                    ETag: string;
                    /** @description `no-cache`: ask again with `If-None-Match`. */
                    "Cache-Control": string;
                    /** @description `Accept-Encoding` where the answer can be compressed. */
                    Vary?: string;
                    /** @description `br` or `gzip`, for answers of 1 KiB and more to clients that accept it. */
                    "Content-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeatureConfigResponse"];
                };
            };
            /** @description Unchanged since the answer with the ETag in `If-None-Match`. */
            304: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    /** @description A strong validator of this encoding of the answer. */
                    ETag: string;
                    /** @description `no-cache`: ask again with `If-None-Match`. */
                    "Cache-Control": string;
                    /** @description `Accept-Encoding` where the answer can be compressed. */
                    Vary?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadPath"];
            /** @description No valid token, or one of another environment. */
            401: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description The flag is unknown. */
            404: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            408: components["responses"]["TooSlow"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            /** @description No configuration has been loaded yet. */
            503: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    /** @description Seconds. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    listEvaluations: {
        parameters: {
            query?: {
                /** @description Accepted and ignored. */
                cluster?: string;
            };
            header?: {
                /** @description Standard base64 of the target as JSON. Wins over the target remembered from `/client/auth`; ignored when it cannot be decoded. */
                "Harness-Target"?: string;
                /** @description Up to 200 visible ASCII characters; comes back in the answer and stands in the log. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                environment_uuid: string;
                target: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Flags that cannot be evaluated are left out. */
            200: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationResponse"][];
                };
            };
            400: components["responses"]["BadPath"];
            /** @description No valid token, or one of another environment. */
            401: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            408: components["responses"]["TooSlow"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            /** @description No configuration has been loaded yet. */
            503: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    /** @description Seconds. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getEvaluation: {
        parameters: {
            query?: {
                /** @description Accepted and ignored. */
                cluster?: string;
            };
            header?: {
                /** @description Standard base64 of the target as JSON. Wins over the target remembered from `/client/auth`; ignored when it cannot be decoded. */
                "Harness-Target"?: string;
                /** @description Up to 200 visible ASCII characters; comes back in the answer and stands in the log. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                environment_uuid: string;
                target: string;
                feature: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The evaluation. */
            200: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationResponse"];
                };
            };
            400: components["responses"]["BadPath"];
            /** @description No valid token, or one of another environment. */
            401: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description The flag is unknown, or cannot be evaluated. */
            404: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            408: components["responses"]["TooSlow"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            /** @description No configuration has been loaded yet. */
            503: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    /** @description Seconds. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    listTargetSegments: {
        parameters: {
            query?: {
                /** @description `v2`: groups carry `servingRules` (AND rules) where they have them. */
                rules?: string;
                /** @description Accepted and ignored. */
                cluster?: string;
            };
            header?: {
                /** @description The ETag of an earlier answer. */
                "If-None-Match"?: string;
                /** @description Up to 200 visible ASCII characters; comes back in the answer and stands in the log. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                environment_uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In upstream order; empty for an environment without groups. */
            200: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    /** @description A strong validator of this encoding of the answer. */
                    ETag: string;
                    /** @description `no-cache`: ask again with `If-None-Match`. */
                    "Cache-Control": string;
                    /** @description `Accept-Encoding` where the answer can be compressed. */
                    Vary?: string;
                    /** @description `br` or `gzip`, for answers of 1 KiB and more to clients that accept it. */
                    "Content-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentResponse"][];
                };
            };
            /** @description Unchanged since the answer with the ETag in `If-None-Match`. */
            304: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    /** @description A strong validator of this encoding of the answer. */
                    ETag: string;
                    /** @description `no-cache`: ask again with `If-None-Match`. */
                    "Cache-Control": string;
                    /** @description `Accept-Encoding` where the answer can be compressed. */
                    Vary?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadPath"];
            /** @description No valid token, or one of another environment. */
            401: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            408: components["responses"]["TooSlow"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            /** @description No configuration has been loaded yet. */
            503: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    /** @description Seconds. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    getTargetSegment: {
        parameters: {
            query?: {
                /** @description `v2`: groups carry `servingRules` (AND rules) where they have them. */
                rules?: string;
                /** @description Accepted and ignored. */
                cluster?: string;
            };
            header?: {
                /** @description The ETag of an earlier answer. */
                "If-None-Match"?: string;
                /** @description Up to 200 visible ASCII characters; comes back in the answer and stands in the log. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                environment_uuid: string;
                identifier: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The group. */
            200: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    /** @description A strong validator of this encoding of the answer. */
                    ETag: string;
                    /** @description `no-cache`: ask again with `If-None-Match`. */
                    "Cache-Control": string;
                    /** @description `Accept-Encoding` where the answer can be compressed. */
                    Vary?: string;
                    /** @description `br` or `gzip`, for answers of 1 KiB and more to clients that accept it. */
                    "Content-Encoding"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentResponse"];
                };
            };
            /** @description Unchanged since the answer with the ETag in `If-None-Match`. */
            304: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    /** @description A strong validator of this encoding of the answer. */
                    ETag: string;
                    /** @description `no-cache`: ask again with `If-None-Match`. */
                    "Cache-Control": string;
                    /** @description `Accept-Encoding` where the answer can be compressed. */
                    Vary?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadPath"];
            /** @description No valid token, or one of another environment. */
            401: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description The group is unknown. */
            404: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            408: components["responses"]["TooSlow"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            /** @description No configuration has been loaded yet. */
            503: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    /** @description Seconds. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    stream: {
        parameters: {
            query?: {
                /** @description Accepted and ignored. */
                cluster?: unknown;
            };
            header: {
                /** @description The SDK key the token was obtained with. */
                "API-Key": string;
                /** @description Up to 200 visible ASCII characters; comes back in the answer and stands in the log. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Held open. */
            200: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description No API-Key. Empty body. */
            400: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No valid token, or a key of another environment. Empty body. */
            401: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The key is not known. Empty body. */
            404: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            408: components["responses"]["TooSlow"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            /** @description No healthy stream to SaaS: poll instead. Empty body. */
            503: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    streamAlias: {
        parameters: {
            query?: {
                /** @description Accepted and ignored. */
                cluster?: unknown;
            };
            header: {
                /** @description The SDK key the token was obtained with. */
                "API-Key": string;
                /** @description Up to 200 visible ASCII characters; comes back in the answer and stands in the log. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Held open. */
            200: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description No API-Key. Empty body. */
            400: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No valid token, or a key of another environment. Empty body. */
            401: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The key is not known. Empty body. */
            404: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            408: components["responses"]["TooSlow"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            /** @description No healthy stream to SaaS: poll instead. Empty body. */
            503: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    postMetrics: {
        parameters: {
            query?: {
                /** @description Accepted and ignored. */
                cluster?: string;
            };
            header?: {
                /** @description Up to 200 visible ASCII characters; comes back in the answer and stands in the log. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                environment_uuid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    metricsData?: {
                        /** @description Unix milliseconds; the time of arrival when missing */
                        timestamp?: number | null;
                        /** @description How often the variation was served */
                        count?: number | null;
                        /** @description FFMETRICS when missing */
                        metricsType?: string | null;
                        /** @description A list of pairs. An object reads as its entries. */
                        attributes?: ({
                            key?: string | null;
                            /** @description Anything: null reads as the empty text, what is no string as its JSON text */
                            value?: unknown;
                        }[] | null) | Record<string, never>;
                    }[] | null;
                    targetData?: {
                        identifier?: (string | null) | number;
                        name?: (string | null) | number;
                        /** @description A list of pairs. An object reads as its entries. */
                        attributes?: ({
                            key?: string | null;
                            /** @description Anything: null reads as the empty text, what is no string as its JSON text */
                            value?: unknown;
                        }[] | null) | Record<string, never>;
                    }[] | null;
                };
            };
        };
        responses: {
            /** @description Taken over */
            200: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Not a metrics report, or one entry or target of more than 512 KiB */
            400: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description No valid token, or one of another environment. */
            401: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            408: components["responses"]["TooSlow"];
            /** @description More than 25 MiB */
            413: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            /** @description No configuration has been loaded yet. */
            503: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    /** @description Seconds. */
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 visible ASCII characters; comes back in the answer and stands in the log. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A configuration is served. */
            200: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthResponse"];
                };
            };
            408: components["responses"]["TooSlow"];
            431: components["responses"]["HeadTooLarge"];
            /** @description There is nothing to serve and the last attempt to get it failed. */
            500: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            /** @description The first attempt to get a configuration has not ended. */
            503: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 visible ASCII characters; comes back in the answer and stands in the log. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Health Check is successful */
            200: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @example ok
                         * @enum {string}
                         */
                        status?: "ok" | "degraded";
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       }
                         *     }
                         */
                        info?: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /** @example {} */
                        error?: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       }
                         *     }
                         */
                        details?: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                            } & {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
            408: components["responses"]["TooSlow"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            /** @description The Health Check is not successful */
            503: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @example error
                         * @enum {string}
                         */
                        status?: "error" | "shutting_down";
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       }
                         *     }
                         */
                        info?: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example {
                         *       "redis": {
                         *         "status": "down",
                         *         "message": "Could not connect",
                         *         "responseTime": 3005
                         *       }
                         *     }
                         */
                        error?: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       },
                         *       "redis": {
                         *         "status": "down",
                         *         "message": "Could not connect",
                         *         "responseTime": 3005
                         *       }
                         *     }
                         */
                        details?: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                            } & {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 visible ASCII characters; comes back in the answer and stands in the log. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Health Check is successful */
            200: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @example ok
                         * @enum {string}
                         */
                        status?: "ok" | "degraded";
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       }
                         *     }
                         */
                        info?: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /** @example {} */
                        error?: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       }
                         *     }
                         */
                        details?: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                            } & {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
            408: components["responses"]["TooSlow"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
            /** @description The Health Check is not successful */
            503: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @example error
                         * @enum {string}
                         */
                        status?: "error" | "shutting_down";
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       }
                         *     }
                         */
                        info?: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example {
                         *       "redis": {
                         *         "status": "down",
                         *         "message": "Could not connect",
                         *         "responseTime": 3005
                         *       }
                         *     }
                         */
                        error?: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       },
                         *       "redis": {
                         *         "status": "down",
                         *         "message": "Could not connect",
                         *         "responseTime": 3005
                         *       }
                         *     }
                         */
                        details?: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                            } & {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
        };
    };
    exposition: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 visible ASCII characters; comes back in the answer and stands in the log. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description PROMETHEUS_PORT names another port. */
            404: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
            408: components["responses"]["TooSlow"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
        };
    };
    openApi: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 200 visible ASCII characters; comes back in the answer and stands in the log. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    /** @description The id the request came with, or a new one. */
                    "X-Request-Id": string;
                    /** @description `*`: any page may read the answer. */
                    "Access-Control-Allow-Origin": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            408: components["responses"]["TooSlow"];
            431: components["responses"]["HeadTooLarge"];
            500: components["responses"]["InternalError"];
        };
    };
}
