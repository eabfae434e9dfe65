/** Teaches the clients of the SDK to sign with Version 4A, which one signature for several Regions takes. In JavaScript alone. */
import '@aws-sdk/signature-v4a';
