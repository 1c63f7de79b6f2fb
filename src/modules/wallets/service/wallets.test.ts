import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  verify,
  X509Certificate,
} from "node:crypto";
import { decodeJwt, jwtVerify } from "jose";
import forge from "node-forge";
import { beforeAll, describe, expect, it } from "vitest";
import { DomainError } from "@/platform/errors";
import { as, memberCaller } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { enrolled } from "@/testing/factories";
import { passOf } from "./apple";
import { type WalletCard, walletWords } from "./card";
import { linkOf } from "./google";
import type { AppleKeys } from "./settings";

const card: WalletCard = {
  memberCode: "M251105000123",
  nickname: "林夏",
  brand: "素",
  seal: "素",
  accent: "#b3322b",
  tier: { name: "金牌会员", rank: 4 },
  points: 3120,
};
const NOW = new Date("2026-11-29T06:00:00Z");

const newKey = () =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });

/** A certificate as Apple gives one, by an authority of our own. */
function certificate(name: string, ofKey: string, by: { name: string; key: string }): string {
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.publicKeyFromPem(ofKey);
  made.serialNumber = name === by.name ? "01" : "02";
  made.validity.notBefore = new Date("2026-01-01T00:00:00Z");
  made.validity.notAfter = new Date("2036-01-01T00:00:00Z");
  made.setSubject([{ name: "commonName", value: name }]);
  made.setExtensions([{ name: "basicConstraints", cA: name === by.name }]);
  made.setIssuer([{ name: "commonName", value: by.name }]);
  made.sign(forge.pki.privateKeyFromPem(by.key), forge.md.sha256.create());
  return forge.pki.certificateToPem(made);
}

/** The files of a ZIP that compresses none of them. */
function filesIn(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50; ) {
    const [size, nameLength, extra] = [18, 26, 28].map((offset, place) =>
      place === 0 ? zip.readUInt32LE(at + offset) : zip.readUInt16LE(at + offset),
    ) as [number, number, number];
    const name = at + 30;
    const content = name + nameLength + extra;
    files.set(zip.toString("utf8", name, name + nameLength), zip.subarray(content, content + size));
    at = content + size;
  }
  return files;
}

describe("a card for Apple Wallet", () => {
  useDatabase();
  let keys: AppleKeys;
  let files: Map<string, Buffer>;
  const authority = newKey();
  const signer = newKey();
  const textOf = (name: string) => JSON.parse(files.get(name)?.toString() ?? "null");

  beforeAll(async () => {
    const apple = { name: "Test WWDR", key: authority.privateKey };
    keys = {
      passType: "pass.example.member",
      team: "TEAM123456",
      signerCert: certificate("Pass Type ID: pass.example.member", signer.publicKey, apple),
      signerKey: signer.privateKey,
      signerKeyPassphrase: undefined,
      wwdr: certificate("Test WWDR", authority.publicKey, apple),
    };
    files = filesIn(await passOf(card, keys, walletWords("zh-CN")));
  });

  it("has the figures of now, and the code that a till scans", () => {
    expect(textOf("pass.json")).toMatchObject({
      serialNumber: "M251105000123",
      passTypeIdentifier: "pass.example.member",
      teamIdentifier: "TEAM123456",
      description: "素会员卡",
      barcodes: [{ format: "PKBarcodeFormatQR", message: "M251105000123" }],
      storeCard: {
        headerFields: [{ label: "积分", value: 3120 }],
        primaryFields: [{ value: "金牌会员" }],
        auxiliaryFields: [{ value: "林夏" }],
      },
    });
  });

  it("names every file by its digest", () => {
    const manifest = textOf("manifest.json") as Record<string, string>;
    const others = [...files.keys()].filter((name) => !/^(manifest\.json|signature)$/.test(name));
    expect(Object.keys(manifest).sort()).toEqual(others.sort());
    expect(others).toEqual(expect.arrayContaining(["icon.png", "icon@2x.png", "pass.json"]));
    for (const name of others) {
      const digest = createHash("sha1").update(files.get(name) ?? "");
      expect(manifest[name]).toBe(digest.digest("hex"));
    }
  });

  it("is signed by the certificate of the pass, which the authority has given", () => {
    const der = forge.util.createBuffer(files.get("signature")?.toString("binary") ?? "");
    const signed = forge.pkcs7.messageFromAsn1(forge.asn1.fromDer(der)) as unknown as {
      certificates: forge.pki.Certificate[];
      rawCapture: {
        signature: string;
        authenticatedAttributes: forge.asn1.Asn1[];
        digestAlgorithm: string;
      };
    };
    const mine = new X509Certificate(keys.signerCert);
    const given = signed.certificates.map(
      (one) => new X509Certificate(forge.pki.certificateToPem(one)),
    );
    expect(given.map(({ subject }) => subject)).toContain(mine.subject);
    expect(mine.verify(new X509Certificate(keys.wwdr).publicKey)).toBe(true);

    const { authenticatedAttributes: attributes, signature } = signed.rawCapture;
    const set = forge.asn1.create(
      forge.asn1.Class.UNIVERSAL,
      forge.asn1.Type.SET,
      true,
      attributes,
    );
    const said = Buffer.from(forge.asn1.toDer(set).getBytes(), "binary");
    const algorithm = forge.pki.oids[forge.asn1.derToOid(signed.rawCapture.digestAlgorithm)] ?? "";
    expect(verify(algorithm, said, mine.publicKey, Buffer.from(signature, "binary"))).toBe(true);
    const digest = createHash(algorithm)
      .update(files.get("manifest.json") ?? "")
      .digest();
    expect(said.includes(digest)).toBe(true);
    expect(
      verify(
        algorithm,
        Buffer.concat([said, digest]),
        mine.publicKey,
        Buffer.from(signature, "binary"),
      ),
    ).toBe(false);
  });

  it("that can’t be signed says nothing of the key", async () => {
    const broken = { ...keys, signerKey: keys.signerKey.slice(0, 400) };
    await expect(passOf(card, broken, walletWords("en"))).rejects.toThrow(
      /^the pass could not be signed/,
    );
  });
});

describe("a card for Google Wallet", () => {
  const { publicKey, privateKey } = newKey();
  const keys = { issuer: "3388000000012345678", email: "wallet@shop.example", key: privateKey };

  useDatabase();

  it("is a link that the shop’s account has signed, with the figures of now", async () => {
    const url = await linkOf(card, keys, walletWords("zh-CN"), NOW);
    const [address, token = ""] = url.split("/save/");
    expect(address).toBe("https://pay.google.com/gp/v");
    const { payload } = await jwtVerify(token, createPublicKey(publicKey), {
      issuer: keys.email,
      audience: "google",
    });
    expect(payload).toMatchObject({ typ: "savetowallet", iat: NOW.getTime() / 1000 });
    expect(payload.payload).toMatchObject({
      loyaltyClasses: [{ id: `${keys.issuer}.membership-4`, issuerName: "素" }],
      loyaltyObjects: [
        {
          id: `${keys.issuer}.M251105000123`,
          classId: `${keys.issuer}.membership-4`,
          loyaltyPoints: { balance: { int: 3120 } },
          barcode: { type: "QR_CODE", value: "M251105000123" },
        },
      ],
    });
    expect(JSON.stringify(decodeJwt(token))).not.toContain("PRIVATE KEY");
  });

  it("and the other one are offered by a shop alone that has agreed with their makers", async () => {
    const { id } = await enrolled();
    const own = as(memberCaller(id)).wallets;
    expect(await own.offer({})).toEqual({ apple: false, google: false });
    expect(await own.applePass({})).toEqual({ file: null });
    expect(await own.googleLink({})).toEqual({ url: null });
  });

  it("count as the twenty calls that they cost, also where a page makes them", async () => {
    const { id } = await enrolled();
    const counted: number[] = [];
    const countMore = async (calls: number) => {
      if (counted.push(calls) > 1) throw new DomainError("RATE_LIMIT_EXCEEDED");
    };
    const own = as(memberCaller(id), { countMore }).wallets;
    await own.offer({});
    expect(counted).toEqual([]);
    await own.applePass({});
    expect(counted).toEqual([19]);
    await expect(own.googleLink({})).rejects.toMatchObject({ domainCode: "RATE_LIMIT_EXCEEDED" });
  });
});
