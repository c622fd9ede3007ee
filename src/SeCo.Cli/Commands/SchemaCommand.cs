using SeCo.RunFiles;

namespace SeCo.Cli.Commands;

/// <summary><c>seco schema</c>: what the JSON files that SeCo writes look like, for programs that read them.</summary>
internal static class SchemaCommand
{
    private static IReadOnlyList<(string Kind, int Version, string About, Func<string> Text)> All { get; } =
    [
        .. RunFileKinds.All.Select(kind => (kind.Kind, kind.Version, kind.About, (Func<string>)kind.SchemaText)),
        (ConfigurationSchema.Kind, 1, "The settings of a run (YAML), for editors that complete and explain keys.", () => ConfigurationSchema.Text),
    ];

    public static Command Create()
    {
        Argument<string?> kind = new("kind")
        {
            Description = "The kind whose schema is printed, as manifest; without it, all kinds are listed.",
            Arity = ArgumentArity.ZeroOrOne,
            Validators = { CommonOptions.RefuseOptions },
        };
        Option<string?> folder =
            new("--out", "-o") { Description = "Write the schemas of all kinds to this folder instead, KIND.json each.", HelpName = "DIR" };
        return CommonOptions.Command("schema", """
            List the kinds of JSON files that SeCo writes, or give their JSON schemas. A file's field format says kind and version, as seco.manifest/1.
            The kind config is the schema of settings, for editors.

              seco schema
              seco schema manifest
              seco schema config
              seco schema --out schemas
            """, [kind, folder], (parsed, _) =>
        {
            (string? name, string? target) = (parsed.GetValue(kind), parsed.GetValue(folder));
            if (name is not null && target is not null)
            {
                throw new UsageException("Give a kind, whose schema is printed, or --out DIR, which takes the schemas of all kinds; one of the two.");
            }

            if (name is not null)
            {
                int at = All.Select(k => k.Kind).ToList().IndexOf(name);
                parsed.Output.Write(at >= 0 ? All[at].Text()
                    : throw new UsageException($"There is no kind '{name}'. {Suggestion.WithAll(name, All.Select(k => k.Kind))}"));
                return ExitCode.Done;
            }

            if (target is not null)
            {
                All.ToList().ForEach(kind => AtomicFile.WriteAllText(Path.Combine(target, kind.Kind + ".json"), kind.Text()));
                return parsed.Say($"{All.Count} schemas: {target}");
            }

            int width = All.Max(k => k.Kind.Length);
            All.ToList().ForEach(k => parsed.Output.WriteLine($"{k.Kind.PadRight(width)}  {k.Version}  {k.About}"));

            return ExitCode.Done;
        });
    }
}
