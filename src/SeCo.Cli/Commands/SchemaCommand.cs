using SeCo.RunFiles;

namespace SeCo.Cli.Commands;

/// <summary><c>seco schema</c>: what the JSON files that SeCo writes look like, for programs that read them.</summary>
internal static class SchemaCommand
{
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

              seco schema
              seco schema manifest
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
                RunFile file = RunFileKinds.All.FirstOrDefault(k => k.Kind == name)
                    ?? throw new UsageException($"There is no kind '{name}'. {Suggestion.WithAll(name, RunFileKinds.All.Select(k => k.Kind))}");
                parsed.Output.Write(file.SchemaText());
                return ExitCode.Done;
            }

            if (target is not null)
            {
                foreach (RunFile file in RunFileKinds.All)
                {
                    AtomicFile.WriteAllText(Path.Combine(target, file.Kind + ".json"), file.SchemaText());
                }

                return parsed.Say($"{RunFileKinds.All.Count} schemas: {target}");
            }

            int width = RunFileKinds.All.Max(k => k.Kind.Length);
            foreach (RunFile file in RunFileKinds.All)
            {
                parsed.Output.WriteLine($"{file.Kind.PadRight(width)}  {file.Version}  {file.About}");
            }

            return ExitCode.Done;
        });
    }
}
