"use strict";var o=require("./main.cjs");(0,o.runAction)(process.env).then(e=>{process.exitCode=e},e=>{process.stdout.write(`::error title=iamgate::${e instanceof Error?e.message.split(`
`)[0]:"unknown fault"}
`),console.error(e),process.exitCode=3});
