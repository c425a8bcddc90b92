/** A new lesson, as it is before its author begins: complete, and in order for `wirestep check`. */

const LESSON = `---
title: TITLE
summary: One sentence for the list of lessons.
minutes: 10
---

## What does the header say?

::step{stage="predict" recording="main"}
::cue{#header kind="recv.ret" thread="Thread-1" n=64}

*Thread-1* has taken the 64 bytes of a :term[header]. Look at the first of them under *Bytes*.

:::number{#how-many unit="bytes"}
How many bytes will Thread-1 ask for next?

::answer{kind="recv" thread="Thread-1" after="header" fact="max" is="12"}

::because

The header says \`12\`. That is the length of the :term[payload].
:::

## It asks for them

::step{stage="run"}
::cue{kind="recv" thread="Thread-1" max=12}

Press **Forward**, and watch each call begin and return.

## Twelve bytes

::step{stage="investigate"}
::cue{kind="recv.ret" thread="Thread-1" n=12}
::highlight{view="bytes" byte="up:64" thread="Thread-1"}

The server has the payload now. Its text is \`Hello World!\`.

::holds{kind="out" program="server" text="Hello World!"}
::holds{never kind="recv.err"}

## Change it

::step{stage="modify"}
::cue{kind="out" thread="Thread-1" text="Hello World!"}

Send another text, and look at the header again.

::lab[Open the byte lab]{preset="good"}

## Make your own

::step{stage="make"}
::cue{kind="send" thread="Thread-1" len=12}

Write a client that sends your name. Which number does its header have?

:::notes{minutes=2}
Let two students compare their headers.
:::
`;

const SCENARIO = `# What happens while the lesson is recorded: data, never code. \`wirestep record\` performs it.
title: TITLE
steps:
  - start: server
  - wait: { program: server, kind: accept }
  - start: client-1
    program: hello
  # The client has its reply, and the server's thread asks for the next header.
  - wait: { program: client-1, kind: input }
  - wait: { program: server, thread: Thread-1, kind: recv, nth: 3 }
`;

/** The files of a new lesson, by their names. */
export function lessonFiles(title: string): ReadonlyMap<string, string> {
  return new Map([
    ['lesson.md', LESSON.replace('TITLE', title)],
    ['scenario.yaml', SCENARIO.replace('TITLE', title)],
  ]);
}
