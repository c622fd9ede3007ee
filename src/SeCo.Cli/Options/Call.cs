namespace SeCo.Cli;

/// <summary>What a parsed command line asks of the terminal.</summary>
internal static class Call
{
    /// <summary>The folder that an input is: none for a single file.</summary>
    public static IEnumerable<string> FolderIn(string input) => Directory.Exists(input) ? [input] : [];

    extension(ParseResult parsed)
    {
            public TextWriter Output => parsed.InvocationConfiguration.Output;

        /// <summary>Whether neither progress nor tables are wanted.</summary>
        public bool Quiet => parsed.GetValue(CommonOptions.Quiet);

            public ProgressDisplay Progress() => ProgressDisplay.On(parsed.InvocationConfiguration.Error, parsed.Quiet);

        /// <summary>Prints what people should know to the error output, unless the call is quiet.</summary>
        public void Note(IEnumerable<string> notes)
        {
            foreach (string note in parsed.Quiet ? [] : notes)
            {
                parsed.InvocationConfiguration.Error.WriteLine($"seco: {note}");
            }
        }

        /// <summary>Says on the error output what may have gone wrong, also in quiet calls; nothing where that is null.</summary>
        public void Mind(string? suspicion)
        {
            if (suspicion is not null)
            {
                parsed.InvocationConfiguration.Error.WriteLine($"seco: mind that {suspicion}");
            }
        }

        /// <summary>The images that a command reads; says which files are left out, and which images viewers turn.</summary>
        /// <exception cref="IOException">There is no image, or the output is not apart from the folder.</exception>
        public IReadOnlyList<ImageEntry> ReadImages(string input, string output)
        {
            List<string> leftOut = [];
            IReadOnlyList<ImageEntry> images = ImageEntry.Find(input, leftOut);
            parsed.Note(leftOut);
            OutputFolder.RequireApart(output, FolderIn(input));
            parsed.Mind(DatasetCheck.TurnedImages(images.Select(i => i.ImagePath)));
            return images;
        }

        /// <summary>How much the call does: a shard, a merge, or all.</summary>
        /// <exception cref="UsageException">Both, or one that cannot be.</exception>
        public StageShare Share()
        {
            (string? shard, int? merge) = (parsed.GetValue(CommonOptions.Shard), parsed.GetValue(CommonOptions.Merge));
            return (shard, merge) switch
            {
                (not null, not null) => throw new UsageException(
                    "--shard does a share of the images, --merge puts the shares together: give one of them."),
                (not null, _) => StageShare.Of(UsageException.Read(() => ShardEnvironment.Parse(shard))),
                (_, < 1) => throw new UsageException($"--merge {merge}: expected the number of shards, from 1."),
                (_, int shards) => StageShare.MergeOf(shards),
                _ => StageShare.Whole,
            };
        }

        /// <summary>Works with a display of the progress, which is cleared when the work ends, however it does.</summary>
        public async Task<T> Watch<T>(Func<ProgressDisplay, Task<T>> work)
        {
            ProgressDisplay progress = parsed.Progress();
            try
            {
                return await work(progress);
            }
            finally
            {
                progress.Clear();
            }
        }

            public void Print(Action<Stream> write)
        {
            using MemoryStream stream = new();
            write(stream);
            parsed.Output.WriteLine(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
        }

        /// <summary>Prints a line, unless the call is quiet, or JSON where it is asked for, and is done: the end of most commands.</summary>
        public int Say(string text, string? json = null)
        {
            if (json is not null && parsed.GetValue(CommonOptions.Json))
            {
                parsed.Output.WriteLine(json);
            }
            else if (!parsed.Quiet)
            {
                parsed.Output.WriteLine(text);
            }

            return ExitCode.Done;
        }
    }
}
