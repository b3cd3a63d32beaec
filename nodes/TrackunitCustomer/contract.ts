// Generated from contract/trackunit-customer.openapi.yaml by `npm run contract:types`; edit that file, not this one.

export interface paths {
    "/api/customer/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List customers */
        get: operations["getCustomers"];
        put?: never;
        /** Create a customer */
        post: operations["createCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer/v1/customers/{customerId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customerId: components["parameters"]["customerId"];
            };
            cookie?: never;
        };
        /** Get a customer */
        get: operations["getCustomer"];
        put?: never;
        post?: never;
        /** Delete a customer */
        delete: operations["deleteCustomer"];
        options?: never;
        head?: never;
        /** Update a customer, wholly or in part */
        patch: operations["updateCustomer"];
        trace?: never;
    };
    "/api/customer/v1/customers/{customerId}/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customerId: components["parameters"]["customerId"];
            };
            cookie?: never;
        };
        /** List the contacts of a customer */
        get: operations["getContactsByIds"];
        put?: never;
        /** Create a contact of a customer */
        post: operations["createContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer/v1/customers/{customerId}/contacts/{contactId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customerId: components["parameters"]["customerId"];
                contactId: components["parameters"]["contactId"];
            };
            cookie?: never;
        };
        /** Get a contact */
        get: operations["getContact"];
        put?: never;
        post?: never;
        /** Delete a contact */
        delete: operations["deleteContact"];
        options?: never;
        head?: never;
        /** Update a contact, wholly or in part */
        patch: operations["updateContact"];
        trace?: never;
    };
    "/api/customer/v1/customers/{customerId}/assets": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customerId: components["parameters"]["customerId"];
            };
            cookie?: never;
        };
        /** List the assets assigned to a customer */
        get: operations["getAssets"];
        put?: never;
        /** Assign assets to a customer and take assets away from it */
        post: operations["updateAsset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer/v1/customer-portal-access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Provision portal access for a user of a customer; may be repeated */
        post: operations["provisionCustomerPortalAccess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/asset/v1/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search the account's assets */
        get: operations["getAccountAssets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/graphql/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run a GraphQL query or mutation, on data of any domain */
        post: operations["graphql"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/token/v2": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a token with an API key (client credentials) */
        post: operations["requestClientCredentialsToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a token as an API user (password grant, or refresh of an earlier token) */
        post: operations["requestApiUserToken"];
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
        /**
         * @description New values may be added
         * @enum {string}
         */
        CustomerType: "CONTRACTOR" | "DEALER" | "DISTRIBUTOR" | "OEM" | "RENTAL" | "SERVICE" | "OTHER";
        Address: {
            streetAddress?: string | null;
            zipCode?: string | null;
            city?: string | null;
            state?: string | null;
            /** @description ISO 3166-1 alpha-2 */
            country?: string | null;
        };
        CustomerWritable: {
            name?: string;
            /** @description The customer's id in an ERP; unique. Empty text may stand for none, as in the Asset API */
            externalReference?: string | null;
            type?: components["schemas"]["CustomerType"];
            phoneNumber?: string | null;
            email?: string | null;
            address?: components["schemas"]["Address"] | null;
        };
        CustomerCreate: WithRequired<components["schemas"]["CustomerWritable"], "name">;
        CustomerUpdate: components["schemas"]["CustomerWritable"];
        Customer: WithRequired<components["schemas"]["CustomerWritable"], "name"> & {
            id: string;
        };
        ContactWritable: {
            name?: string;
            /** Format: email */
            email?: string | null;
            phoneNumber?: string | null;
        };
        ContactCreate: WithRequired<components["schemas"]["ContactWritable"], "name">;
        ContactUpdate: components["schemas"]["ContactWritable"];
        Contact: WithRequired<components["schemas"]["ContactWritable"], "name"> & {
            id: string;
        };
        CustomerAsset: {
            assetId: string;
            name?: string | null;
            serialNumber?: string | null;
            externalReference?: string | null;
        };
        CustomerAssetUpdate: {
            /** @description Ids of the assets to assign */
            assign?: string[];
            /** @description Ids of the assets to take away */
            unassign?: string[];
        };
        Asset: {
            id: string;
            name?: string | null;
            serialNumber?: string | null;
            externalReference?: string | null;
            brand?: string | null;
            model?: string | null;
        };
        PortalAccessRequest: {
            customerId: string;
            /** Format: email */
            email: string;
            firstName: string;
            lastName: string;
            language?: string;
        };
        PortalAccess: {
            accessRequestId: string;
            /** Format: uri */
            url: string;
        };
        /** @description What a page carries beside its rows, in either style of paging */
        Page: {
            totalPages?: number;
            totalElements?: number;
            number?: number;
            size?: number;
            numberOfElements?: number;
            before?: string | null;
            after?: string | null;
            limit?: number;
        };
        CustomerPage: components["schemas"]["Page"] & {
            content: components["schemas"]["Customer"][];
        };
        ContactPage: components["schemas"]["Page"] & {
            content: components["schemas"]["Contact"][];
        };
        CustomerAssetPage: components["schemas"]["Page"] & {
            content: components["schemas"]["CustomerAsset"][];
        };
        AssetPage: components["schemas"]["Page"] & {
            content: components["schemas"]["Asset"][];
        };
        Error: {
            status: number;
            /** @description Snake case, meant for programs */
            code: string;
            message: string;
            violations?: components["schemas"]["Violation"][];
        };
        Violation: {
            field: string;
            message: string;
        };
        GraphqlRequest: {
            /** @description The document; it may have several operations */
            query: string;
            variables?: {
                [key: string]: unknown;
            } | null;
            /** @description Which operation of the document is to run */
            operationName?: string | null;
        };
        GraphqlResponse: {
            /** @description Null, or not there at all, where nothing was run */
            data?: {
                [key: string]: unknown;
            } | null;
            errors?: components["schemas"]["GraphqlError"][];
            extensions?: {
                [key: string]: unknown;
            };
        };
        GraphqlError: {
            message: string;
            /** @description Names of fields, and places in lists from 0 */
            path?: (string | number)[];
            locations?: components["schemas"]["GraphqlLocation"][];
            extensions?: components["schemas"]["GraphqlErrorExtensions"];
        };
        GraphqlLocation: {
            line: number;
            column: number;
        };
        GraphqlErrorExtensions: {
            /**
             * @description Upper case, meant for programs; QUERY_COMPLEXITY_REACHED, RATE_LIMITED, UNAUTHENTICATED and
             *     GRAPHQL_VALIDATION_FAILED are among them
             */
            code?: string;
            /** @description Milliseconds until the budget is whole again; with RATE_LIMITED */
            resetIn?: number;
            /** @description Points that the document costs; with RATE_LIMITED */
            cost?: number;
        } & {
            [key: string]: unknown;
        };
        ClientCredentialsTokenRequest: {
            /** @enum {string} */
            grant_type: "client_credentials";
            client_id: string;
            client_secret: string;
            /** @description Separated by spaces; a subset of what the key allows */
            scope?: string;
        };
        ApiUserTokenRequest: {
            /** @enum {string} */
            grant_type: "password" | "refresh_token";
            username?: string;
            password?: string;
            refresh_token?: string;
            scope?: string;
        };
        Token: {
            access_token: string;
            token_type: string;
            /** @description Seconds */
            expires_in: number;
            scope?: string;
            refresh_token?: string;
        };
        TokenError: {
            error: string;
            error_description?: string;
        };
    };
    responses: {
        /** @description Done; no body. A body would do no harm */
        NoContent: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description A value was refused */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The token is missing, wrong or expired */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The token does not allow this */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description There is no such record */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Another record has a value that must be unique */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The rate limit was reached */
        TooManyRequests: {
            headers: {
                /** @description Seconds, or a date; may be missing */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Something went wrong at Trackunit */
        ServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No token was given */
        TokenRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TokenError"];
            };
        };
    };
    parameters: {
        customerId: string;
        contactId: string;
        /** @description Number of the page, from 0 */
        page: number;
        /** @description Rows a page */
        size: number;
        /**
         * @description Attributes, descending with a minus before the name. Each is a parameter of its own (`sort=type&sort=-name`);
         *     the paging rules of the IRIS REST APIs separate them by commas instead.
         */
        sort: string[];
        /** @description Rows a page, where paging is by cursor */
        limit: number;
        /** @description Cursor of the page before this one */
        after: string;
        /** @description Cursor of the page after this one */
        before: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type CustomerType = components['schemas']['CustomerType'];
export type Address = components['schemas']['Address'];
export type CustomerWritable = components['schemas']['CustomerWritable'];
export type CustomerCreate = components['schemas']['CustomerCreate'];
export type CustomerUpdate = components['schemas']['CustomerUpdate'];
export type Customer = components['schemas']['Customer'];
export type ContactWritable = components['schemas']['ContactWritable'];
export type ContactCreate = components['schemas']['ContactCreate'];
export type ContactUpdate = components['schemas']['ContactUpdate'];
export type Contact = components['schemas']['Contact'];
export type CustomerAsset = components['schemas']['CustomerAsset'];
export type CustomerAssetUpdate = components['schemas']['CustomerAssetUpdate'];
export type Asset = components['schemas']['Asset'];
export type PortalAccessRequest = components['schemas']['PortalAccessRequest'];
export type PortalAccess = components['schemas']['PortalAccess'];
export type Page = components['schemas']['Page'];
export type CustomerPage = components['schemas']['CustomerPage'];
export type ContactPage = components['schemas']['ContactPage'];
export type CustomerAssetPage = components['schemas']['CustomerAssetPage'];
export type AssetPage = components['schemas']['AssetPage'];
export type Error = components['schemas']['Error'];
export type Violation = components['schemas']['Violation'];
export type GraphqlRequest = components['schemas']['GraphqlRequest'];
export type GraphqlResponse = components['schemas']['GraphqlResponse'];
export type GraphqlError = components['schemas']['GraphqlError'];
export type GraphqlLocation = components['schemas']['GraphqlLocation'];
export type GraphqlErrorExtensions = components['schemas']['GraphqlErrorExtensions'];
export type ClientCredentialsTokenRequest = components['schemas']['ClientCredentialsTokenRequest'];
export type ApiUserTokenRequest = components['schemas']['ApiUserTokenRequest'];
export type Token = components['schemas']['Token'];
export type TokenError = components['schemas']['TokenError'];
export type ResponseNoContent = components['responses']['NoContent'];
export type ResponseBadRequest = components['responses']['BadRequest'];
export type ResponseUnauthorized = components['responses']['Unauthorized'];
export type ResponseForbidden = components['responses']['Forbidden'];
export type ResponseNotFound = components['responses']['NotFound'];
export type ResponseConflict = components['responses']['Conflict'];
export type ResponseTooManyRequests = components['responses']['TooManyRequests'];
export type ResponseServerError = components['responses']['ServerError'];
export type ResponseTokenRefused = components['responses']['TokenRefused'];
export type ParameterCustomerId = components['parameters']['customerId'];
export type ParameterContactId = components['parameters']['contactId'];
export type ParameterPage = components['parameters']['page'];
export type ParameterSize = components['parameters']['size'];
export type ParameterSort = components['parameters']['sort'];
export type ParameterLimit = components['parameters']['limit'];
export type ParameterAfter = components['parameters']['after'];
export type ParameterBefore = components['parameters']['before'];
export type $defs = Record<string, never>;
export interface operations {
    getCustomers: {
        parameters: {
            query?: {
                /** @description Number of the page, from 0 */
                page?: components["parameters"]["page"];
                /** @description Rows a page */
                size?: components["parameters"]["size"];
                /**
                 * @description Attributes, descending with a minus before the name. Each is a parameter of its own (`sort=type&sort=-name`);
                 *     the paging rules of the IRIS REST APIs separate them by commas instead.
                 */
                sort?: components["parameters"]["sort"];
                /** @description Rows a page, where paging is by cursor */
                limit?: components["parameters"]["limit"];
                /** @description Cursor of the page before this one */
                after?: components["parameters"]["after"];
                /** @description Cursor of the page after this one */
                before?: components["parameters"]["before"];
                /** @description Only customers whose name contains this text, whatever its case */
                name?: string;
                /** @description Only customers of this type */
                type?: components["schemas"]["CustomerType"];
                /** @description Only the customer with this external reference */
                externalReference?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of customers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    createCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerCreate"];
            };
        };
        responses: {
            /** @description The customer as it was created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    getCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customerId: components["parameters"]["customerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The customer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    deleteCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customerId: components["parameters"]["customerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    updateCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customerId: components["parameters"]["customerId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerUpdate"];
            };
        };
        responses: {
            /** @description The customer as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    getContactsByIds: {
        parameters: {
            query?: {
                /** @description Number of the page, from 0 */
                page?: components["parameters"]["page"];
                /** @description Rows a page */
                size?: components["parameters"]["size"];
                /**
                 * @description Attributes, descending with a minus before the name. Each is a parameter of its own (`sort=type&sort=-name`);
                 *     the paging rules of the IRIS REST APIs separate them by commas instead.
                 */
                sort?: components["parameters"]["sort"];
                /** @description Rows a page, where paging is by cursor */
                limit?: components["parameters"]["limit"];
                /** @description Cursor of the page before this one */
                after?: components["parameters"]["after"];
                /** @description Cursor of the page after this one */
                before?: components["parameters"]["before"];
            };
            header?: never;
            path: {
                customerId: components["parameters"]["customerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of contacts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    createContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customerId: components["parameters"]["customerId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactCreate"];
            };
        };
        responses: {
            /** @description The contact as it was created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    getContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customerId: components["parameters"]["customerId"];
                contactId: components["parameters"]["contactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contact */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    deleteContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customerId: components["parameters"]["customerId"];
                contactId: components["parameters"]["contactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    updateContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customerId: components["parameters"]["customerId"];
                contactId: components["parameters"]["contactId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactUpdate"];
            };
        };
        responses: {
            /** @description The contact as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    getAssets: {
        parameters: {
            query?: {
                /** @description Number of the page, from 0 */
                page?: components["parameters"]["page"];
                /** @description Rows a page */
                size?: components["parameters"]["size"];
                /**
                 * @description Attributes, descending with a minus before the name. Each is a parameter of its own (`sort=type&sort=-name`);
                 *     the paging rules of the IRIS REST APIs separate them by commas instead.
                 */
                sort?: components["parameters"]["sort"];
                /** @description Rows a page, where paging is by cursor */
                limit?: components["parameters"]["limit"];
                /** @description Cursor of the page before this one */
                after?: components["parameters"]["after"];
                /** @description Cursor of the page after this one */
                before?: components["parameters"]["before"];
            };
            header?: never;
            path: {
                customerId: components["parameters"]["customerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of assigned assets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerAssetPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    updateAsset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customerId: components["parameters"]["customerId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerAssetUpdate"];
            };
        };
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    provisionCustomerPortalAccess: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PortalAccessRequest"];
            };
        };
        responses: {
            /** @description The access request, and where to send the user's browser */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalAccess"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    getAccountAssets: {
        parameters: {
            query?: {
                /** @description Number of the page, from 0 */
                page?: components["parameters"]["page"];
                /** @description Rows a page */
                size?: components["parameters"]["size"];
                /**
                 * @description Attributes, descending with a minus before the name. Each is a parameter of its own (`sort=type&sort=-name`);
                 *     the paging rules of the IRIS REST APIs separate them by commas instead.
                 */
                sort?: components["parameters"]["sort"];
                /** @description Rows a page, where paging is by cursor */
                limit?: components["parameters"]["limit"];
                /** @description Cursor of the page before this one */
                after?: components["parameters"]["after"];
                /** @description Cursor of the page after this one */
                before?: components["parameters"]["before"];
                /** @description Only assets whose name contains this text, whatever its case */
                name?: string;
                /** @description Only assets with this serial number */
                serialNumber?: string;
                /** @description Only assets with this external reference */
                externalReference?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of assets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    graphql: {
        parameters: {
            query?: never;
            header?: {
                /** @description Codes of the preview features that the document uses, separated by commas */
                "TU-PREVIEW"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GraphqlRequest"];
            };
        };
        responses: {
            /** @description The data, the errors, or some of both */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GraphqlResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["ServerError"];
        };
    };
    requestClientCredentialsToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["ClientCredentialsTokenRequest"];
            };
        };
        responses: {
            /** @description A token; there is no refresh token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            400: components["responses"]["TokenRefused"];
            401: components["responses"]["TokenRefused"];
            429: components["responses"]["TooManyRequests"];
        };
    };
    requestApiUserToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["ApiUserTokenRequest"];
            };
        };
        responses: {
            /** @description A token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            400: components["responses"]["TokenRefused"];
            401: components["responses"]["TokenRefused"];
            429: components["responses"]["TooManyRequests"];
        };
    };
}
type WithRequired<T, K extends keyof T> = T & {
    [P in K]-?: T[P];
};
