/** Files in the chat: those on their way with how far they are, those that arrived, and the ways to give one. */

import { useEffect, useRef, useState } from "react";

import { ownName } from "../call/own_name.js";
import { ClipIcon, DocumentIcon } from "../icons.jsx";
import { SentFiles } from "./sent_files.js";
import "./chat.css";

/** The files on their way, and what may be done with them. */
export function useSentFiles(stored, door, most, words) {
  const [files, setFiles] = useState([]);
  const sent = useRef(null);
  useEffect(() => {
    const { too_large, empty_file, lost } = words;
    sent.current = new SentFiles(setFiles, ownName, { most, too_large, empty: empty_file, lost });
    return () => sent.current.close();
  }, []);
  useEffect(() => {
    if (door) sent.current.door = door; // a server that has just started knows none for a moment
  }, [door]);
  useEffect(() => {
    const there = new Set(stored.map((line) => line.line_id));
    sent.current.settle((lineId) => there.has(lineId));
  }, [stored]);
  return {
    files,
    add: (list) => sent.current.add(list),
    again: (lineId) => sent.current.again(lineId),
    discard: (lineId) => sent.current.discard(lineId),
  };
}

/** What a person drops anywhere over the chat, or pastes into it, is given to the other. */
export function useDrop(add) {
  const [over, setOver] = useState(false);
  const hasFiles = (event) => event.dataTransfer.types.includes("Files");
  const handlers = {
    onDragOver: (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event) => {
      if (!event.currentTarget.contains(event.relatedTarget)) setOver(false);
    },
    onDrop: (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      add(event.dataTransfer.files);
    },
    onPaste: (event) => {
      if (!event.clipboardData.files.length) return;
      event.preventDefault();
      add(event.clipboardData.files);
    },
  };
  return [over, handlers];
}

/** The button that opens the system's own choice of files. */
export function ChooseFiles({ accept, words, onChoose }) {
  const picker = useRef(null);
  return (
    <>
      <button
        type="button"
        id="chat-attach"
        className="chat-attach"
        aria-label={words.attach}
        onClick={() => picker.current.click()}
      >
        <ClipIcon />
      </button>
      <input
        id="chat-files"
        ref={picker}
        type="file"
        hidden
        multiple
        accept={accept}
        onChange={() => {
          onChoose(picker.current.files);
          picker.current.value = ""; // the same file may be chosen again
        }}
      />
    </>
  );
}

/** Those on their way. */
export function FilesOnTheirWay({ files, words, onAgain, onDiscard }) {
  if (!files.length) return null;
  const leave = (lineId) => {
    onDiscard(lineId);
    document.getElementById("chat-input").focus();
  };
  return (
    <ul className="chat-sending" aria-label={words.on_their_way}>
      {files.map(({ lineId, file, step, part, why, hopeless }) => (
        <li key={lineId} data-step={step}>
          <span className="chat-file-name">{file.name}</span>
          {step === "failed" ? (
            <p role="alert">
              <strong>{words.unsent}.</strong> {why}
            </p>
          ) : (
            <progress aria-label={`${words.sending_file} ${file.name}`} value={part} max="1" />
          )}
          <span className="chat-sending-ways">
            {step === "failed" && !hopeless ? (
              <button type="button" onClick={() => onAgain(lineId)}>
                {words.try_again}
              </button>
            ) : null}
            {step === "sent" ? null : (
              <button type="button" onClick={() => leave(lineId)}>
                {step === "failed" ? words.discard : words.stop}
              </button>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** One that arrived: a picture is seen, a document is there to be kept. */
export function GivenFile({ file, words }) {
  if (!file.width) {
    return (
      <a className="chat-file" href={file.href} download={file.name}>
        <DocumentIcon />
        <span>
          <span className="chat-file-name">{file.name}</span>
          <span className="chat-file-size">{file.size}</span>
        </span>
      </a>
    );
  }
  const label = words.picture.replace("{name}", file.name);
  return (
    <a className="chat-picture" href={file.href} download={file.name} aria-label={`${label}, ${words.keep}`}>
      <img src={file.href} width={file.width} height={file.height} alt="" loading="lazy" />
    </a>
  );
}
