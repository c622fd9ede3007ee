using System.Text.Json;

namespace SeCo.Cli.Doctor;

/// <summary>All that <c>seco doctor</c> found.</summary>
/// <param name="Findings">What was looked at, part by part.</param>
/// <param name="Speed">The test of a second; null where it was not wanted.</param>
internal sealed record Diagnosis(IReadOnlyList<Finding> Findings, Speed? Speed)
{
    /// <summary>Whether nothing is missing that SeCo needs.</summary>
    public bool Usable => Findings.All(f => f.Kind != FindingKind.Fault);

    /// <summary>Looks at everything.</summary>
    /// <param name="folder">The folder that runs would be written to.</param>
    /// <param name="measure">Whether the speed is measured.</param>
    public static Diagnosis Make(string folder, bool measure)
    {
        IReadOnlyList<Finding> torch = TorchCheck.Look(out bool torchWorks);
        Finding imaging = ImagingCheck.Look(out bool imagesWork);
        List<Finding> findings = [.. ProgramCheck.Look(), .. torch, imaging, .. ProcessorCheck.Look(), .. MemoryCheck.Look(), .. FolderCheck.Look(folder)];
        return new Diagnosis(findings, measure ? SpeedTest.Measure(torchWorks, imagesWork) : null);
    }

    /// <summary>Writes it as JSON.</summary>
    public void WriteJson(Stream stream)
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteBoolean("usable", Usable);
        json.WriteStartArray("findings");
        foreach (Finding finding in Findings)
        {
            json.WriteStartObject();
            json.WriteString("part", finding.Part);
            json.WriteString("name", finding.Name);
            json.WriteString("value", finding.Value);
            json.WriteString("kind", finding.Kind switch { FindingKind.Fault => "fault", FindingKind.Note => "note", _ => "fact" });
            if (finding.Advice is not null)
            {
                json.WriteString("advice", finding.Advice);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (Speed is not null)
        {
            WriteSpeed(json, Speed);
        }

        json.WriteEndObject();
    }

    private static void WriteSpeed(Utf8JsonWriter json, Speed speed)
    {
        json.WriteStartObject("speed");
        Write("matrix_gflops", speed.Matrix);
        Write("convolution_gflops", speed.Convolution);
        Write("memory_gb_per_s", speed.Memory);
        Write("images_per_s", speed.Images);
        json.WriteEndObject();
        json.WriteStartArray("expectations");
        foreach (Expectation expected in Expectation.From(speed))
        {
            json.WriteStartObject();
            json.WriteString("what", expected.What);
            json.WriteNumber("amount", Math.Round(expected.Amount, 2));
            json.WriteString("unit", expected.Unit);
            json.WriteEndObject();
        }

        json.WriteEndArray();

        void Write(string name, double? value)
        {
            if (value is double number)
            {
                json.WriteNumber(name, Math.Round(number, 1));
            }
        }
    }
}
