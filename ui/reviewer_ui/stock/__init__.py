"""常用语: the pop-up in which a sentence is looked for, put in where one writes, and kept."""
