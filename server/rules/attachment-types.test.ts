import { isShownInline, judgeFile } from './attachment-types';

const bytes = (text: string) => new TextEncoder().encode(text);
const BINARY = new Uint8Array([0, 1, 2, 3, 0xff]);
const OCTETS = { mimeType: 'application/octet-stream' };
const DISGUISED = { problem: 'disguised' } as const;

describe('attack 12: the type of a file is ours to say', () => {
  it.each<[string, string, Uint8Array, ReturnType<typeof judgeFile>]>([
    ['a.svg', 'application/xml', bytes('<svg/>'), { problem: 'refusedType' }],
    ['a.html', '', bytes('<html>'), { problem: 'refusedType' }],
    ['photo.png', 'application/x-msdownload', BINARY, DISGUISED],
    ['notes.txt', 'application/x-elf', BINARY, DISGUISED],
    ['photo.png', '', bytes('\n <!DOCTYPE html><script>'), DISGUISED],
    ['photo.jpg', 'application/xml', bytes('<?xml version="1.0"?><svg/>'), DISGUISED],
    ['photo.gif', '', bytes('<svg onload=alert(1)>'), DISGUISED],
    ['bill.pdf', '', bytes('#!/bin/sh\nrm -rf ~'), DISGUISED],
    ['bill.pdf', '', bytes('<?php system($_GET[0]);'), DISGUISED],
    ['notes.txt', '', bytes('<html><body>'), OCTETS],
    ['notes.md', '', bytes('\uFEFF<svg/onload=x>'), OCTETS],
    ['a.csv', '', bytes('#!/usr/bin/env node'), OCTETS],
    ['a.txt', 'application/pdf', bytes('%PDF-1.4'), OCTETS],
    ['a.txt', '', BINARY, OCTETS],
    ['photo.png', '', BINARY, OCTETS],
    ['photo.png', 'application/pdf', BINARY, OCTETS],
    ['bill.pdf', 'image/png', BINARY, OCTETS],
    ['bill.pdf', 'application/zip', BINARY, OCTETS],
    ['song.mp3', 'application/zip', BINARY, OCTETS],
    ['report.docx', 'application/x-cfb', BINARY, OCTETS],
  ])('%s with bytes of %j is never what it wants to be', (name, found, head, judged) =>
    expect(judgeFile(name, found, head)).toEqual(judged),
  );

  it.each([
    ['photo.jpg', 'image/webp', BINARY, 'image/webp'],
    ['photo.HEIC', 'image/heif', BINARY, 'image/heic'],
    ['clip.mov', 'video/mp4', BINARY, 'video/mp4'],
    ['log.txt', '', bytes('12:00 \u001b[31mfailed\u001b[0m <b>'), 'text/plain'],
    ['umlaut.csv', '', new Uint8Array([0x4d, 0xfc, 0x3b, 0x0a]), 'text/csv'],
    ['wide.csv', '', new Uint8Array([0xff, 0xfe, 0x61, 0, 0x2c, 0]), 'text/csv'],
    ['data.json', '', bytes('{"a":1}'), 'application/json'],
    ['sheet.xlsx', 'application/zip', BINARY, attachmentOf('sheet')],
    ['old.doc', 'application/x-cfb', BINARY, 'application/msword'],
  ])('%s with bytes of %j is %s', (name, found, head, mimeType) =>
    expect(judgeFile(name, found, head)).toEqual({ mimeType }),
  );

  it('shows pictures and PDF, and nothing else', () => {
    for (const type of ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'])
      expect(isShownInline(type)).toBe(true);
    expect(isShownInline('application/pdf')).toBe(true);
    for (const type of ['text/plain', 'image/svg+xml', 'text/html', 'image/heic', 'video/mp4', ''])
      expect(isShownInline(type)).toBe(false);
  });
});

function attachmentOf(kind: 'sheet'): string {
  return `application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}`;
}
