namespace SeCo.Cli.Doctor;

/// <summary>All that <c>seco doctor</c> found, part by part, and the test of a second where it was wanted.</summary>
internal sealed record Diagnosis(IReadOnlyList<Finding> Findings, Speed? Speed)
{
    public bool Usable => Findings.All(f => f.Kind != FindingKind.Fault);

    /// <summary>Looks at everything, and at the folder that runs would be written to.</summary>
    public static Diagnosis Make(string folder, bool measure)
    {
        IReadOnlyList<Finding> torch = TorchCheck.Look(out bool torchWorks);
        Finding imaging = Imaging();
        List<Finding> findings = [.. ProgramCheck.Look(), .. torch, imaging, .. ProcessorCheck.Look(), .. MemoryCheck.Look(), .. FolderCheck.Look(folder)];
        return new Diagnosis(findings, measure ? SpeedTest.Measure(torchWorks, imaging.Kind == FindingKind.Fact) : null);
    }

    /// <summary>libvips, without which no photograph can be read.</summary>
    private static Finding Imaging()
    {
        const string Part = "libvips";
        try
        {
            return new Finding(Part, "version", ImagingRuntime.Version);
        }
        catch (DllNotFoundException fault)
        {
            return Finding.Fault(Part, "version", "none", fault.Message);
        }
    }
}
